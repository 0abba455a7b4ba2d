"""What the front matter of a model card of the Hugging Face hub tells: the YAML between two lines `---`.

Its fields are described at https://huggingface.co/docs/hub/model-cards.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from compound_registry.card_errors import NothingDescribed
from compound_registry.proposing.tasks import TASKS

_FENCED = re.compile(r"\A\ufeff?---\s*\n(.*?)\n---\s*(?:\n|\Z)", re.DOTALL)

_LICENCES: Mapping[str, str] = {
    "apache-2.0": "Apache-2.0",
    "mit": "MIT",
    "bsd-2-clause": "BSD-2-Clause",
    "bsd-3-clause": "BSD-3-Clause",
    "cc0-1.0": "CC0-1.0",
    "cc-by-4.0": "CC-BY-4.0",
    "cc-by-sa-4.0": "CC-BY-SA-4.0",
    "cc-by-nc-4.0": "CC-BY-NC-4.0",
    "cc-by-nc-sa-4.0": "CC-BY-NC-SA-4.0",
    "mpl-2.0": "MPL-2.0",
    "unlicense": "Unlicense",
}
"""SPDX identifiers by the hub's names, where one means the other."""


def facts_of_front_matter(page: Path) -> dict[str, Any]:
    """Fields of a card; none where there is no front matter. Raises NothingDescribed where it cannot be read."""
    fields = _fields(page)
    task = TASKS.get(str(fields.get("pipeline_tag")))
    facts = task.facts() if task else {}
    if languages := _languages(fields.get("language")):
        facts["languages"] = languages
    if licence := _licence(fields):
        facts["licence"] = licence
    if any(field.startswith("extra_gated_") for field in fields):
        facts["gated"] = True
    return facts


def _fields(page: Path) -> dict[str, Any]:
    try:
        fenced = _FENCED.match(page.read_text("utf-8"))
        found = yaml.safe_load(fenced.group(1)) if fenced else None
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise NothingDescribed(path=page, reason=f"its front matter cannot be read ({error})") from error
    return {str(field): value for field, value in found.items()} if isinstance(found, dict) else {}


def _languages(given: Any) -> list[str]:
    """ISO 639-1 codes, and `mul` for what says so; YAML reads Norwegian's `no` as false."""
    listed = given if isinstance(given, list) else [given]
    names = ["no" if name is False else str(name) for name in listed]
    return [
        "mul" if name == "multilingual" else name for name in names if re.fullmatch(r"[a-z]{2}|mul(tilingual)?", name)
    ]


def _licence(fields: Mapping[str, Any]) -> str | None:
    """The SPDX identifier; a licence that only the hub names is a `LicenseRef-`; None where it says nothing."""
    said = fields.get("license")
    if not isinstance(said, str) or said in ("other", "unknown"):
        said = fields.get("license_name")
    if not isinstance(said, str) or not (name := re.sub(r"[^A-Za-z0-9.-]+", "-", said).strip("-")):
        return None
    return _LICENCES.get(said.lower(), f"LicenseRef-{name}")
