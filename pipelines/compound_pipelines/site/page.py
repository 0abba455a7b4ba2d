"""A page of the site, and the templates that pages are written with."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jinja2 import Environment


@dataclass(frozen=True, slots=True)
class Page:
    """Markdown, and where it stands."""

    path: str
    """Below the site's root: `capabilities/text.classify.md`."""
    title: str
    text: str
    section: str = ""
    """The part of the navigation; none for pages at its top."""


def written(template: str, **facts: Any) -> str:
    """The text of a template of this package."""
    return _templates().get_template(f"{template}.md.j2").render(facts)


def cell(text: object) -> str:
    """Text for a cell of a table: one line, and bars that are not in code escaped."""
    parts = " ".join(str(text).split()).split("`")
    parts[::2] = [part.replace("|", "\\|") for part in parts[::2]]
    return "`".join(parts)


def code(text: object) -> str:
    """Text as code that holds whatever it holds, in a table too."""
    return f"<code>{escape(str(text)).replace('|', '&#124;')}</code>" if str(text) else ""


def prose(docstring: str) -> str:
    """A docstring as Markdown: its sections `Raises:` and the like become lists."""
    lines = []
    for line in docstring.splitlines():
        entry = re.match(r" {4}(\S.*?): (.*)", line)
        lines.append(f"- `{entry[1]}`: {entry[2]}" if entry else line)
        if line.endswith(":") and not line.startswith(" "):
            lines.append("")
    return "\n".join(lines)


def megabytes(size: int | None) -> str:
    """Bytes for people: `513 MB`, `2.6 GB`; a question mark where nobody knows."""
    if size is None:
        return "?"
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{size / 1e6:.0f} MB"


def sections(pages: Iterable[Page]) -> list[Any]:
    """The navigation as mkdocs takes it: pages in their order, in the sections where they first come up."""
    tree: list[Any] = []
    opened: dict[str, list[Any]] = {}
    for page in pages:
        entry = {page.title: page.path}
        if not page.section:
            tree.append(entry)
        elif page.section in opened:
            opened[page.section].append(entry)
        else:
            opened[page.section] = [entry]
            tree.append({page.section: opened[page.section]})
    return tree


@functools.cache
def _templates() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    loader = PackageLoader("compound_pipelines.site", "templates")
    environment = Environment(
        loader=loader, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, autoescape=False
    )
    environment.filters |= {"cell": cell, "code": code, "prose": prose, "megabytes": megabytes}
    return environment
