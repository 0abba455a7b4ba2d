"""Reports: what came out of runs, as one HTML file that needs nothing else."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from compound import Pipeline, Run


def write_report(pipeline: Pipeline[..., Any], runs: Sequence[Run[Any]], path: Path) -> None:
    """Writes one HTML file about the runs, pictures and style included; it loads nothing and runs no script.

    A `DocumentReport` is shown with its pages, and each field at the place it was read from; any other output as JSON
    with its pictures. Folders on the way to `path` are made, and a file that is there is replaced whole or not at all.

    Raises ReportNotWritten when there is no writing to `path`.
    """
    from compound_pipelines.report.rendering import rendered
    from compound_pipelines.report.writing import write_whole

    write_whole(path, rendered(pipeline, runs))
