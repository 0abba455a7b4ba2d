"""The page: templates filled with what the runs hold."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined

import compound
from compound.seeing.duration import duration
from compound_pipelines.report.drawing import drawing_of, edges_of
from compound_pipelines.report.models import described
from compound_pipelines.report.sections import section_of
from compound_pipelines.report.wording import legible, percent, words

if TYPE_CHECKING:
    from compound import Pipeline, Run


def rendered(pipeline: Pipeline[..., Any], runs: Sequence[Run[Any]]) -> Iterator[str]:
    """The page, piece by piece: pictures are encoded when their turn comes, so that one is in memory at a time."""
    return _environment().get_template("report.html.j2").generate(
        pipeline=pipeline,
        sections=[section_of(run, number) for number, run in enumerate(runs, 1)],
        seconds=sum(run.seconds for run in runs),
        models=described(frozenset().union(*(run.models for run in runs))),
        drawing=drawing_of(pipeline),
        edges=edges_of(pipeline),
        now=datetime.now(UTC),
        version=compound.__version__,
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
    environment.filters |= {"duration": duration, "percent": percent, "words": words}
    return environment
