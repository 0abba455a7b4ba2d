"""The page: templates filled with what the runs hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

import compound
from compound.provenance.marks import MARK
from compound.seeing.duration import duration
from compound_pipelines.report.drawing import drawing_of, edges_of
from compound_pipelines.report.models import described
from compound_pipelines.report.wording import counted, legible, percent, words

if TYPE_CHECKING:
    from compound import Pipeline
    from compound_pipelines.report.contents import Contents
    from compound_pipelines.report.section import Section


def article(section: Section) -> Iterator[str]:
    """A section, piece by piece: pictures are encoded when their turn comes, so that one is in memory at a time."""
    return _environment().get_template("article.html.j2").generate(section=section)


def whole_page(pipeline: Pipeline[..., Any], contents: Contents, articles: Iterable[str]) -> Iterator[str]:
    """The page around articles that are rendered already."""
    return _environment().get_template("report.html.j2").generate(
        pipeline=pipeline,
        contents=contents,
        articles=map(Markup, articles),
        models=described(contents.models),
        drawing=drawing_of(pipeline),
        edges=edges_of(pipeline),
        now=datetime.now(UTC),
        version=compound.__version__,
        mark=MARK,
    )  # fmt: skip


@cache
def _environment() -> Environment:
    # Whatever a document says is text, in every template: a name's ending must not decide that.
    loader = PackageLoader("compound_pipelines.report")
    environment = Environment(
        loader=loader,
        autoescape=True,
        finalize=legible,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"counted": counted, "duration": duration, "percent": percent, "words": words}
    return environment
