"""A report that grows while the work goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from compound import Pipeline, Run
    from compound_pipelines.report.section import Heading, Section


class Report:
    """One HTML file about runs of a pipeline, pictures and style included; it loads nothing and runs no script.

        with Report(understand, Path("report.html")) as report:
            for file in files:
                report.add(understand.run(file))

    A `DocumentReport` is shown with its pages, and each field at the place it was read from; any other output as JSON
    with its pictures. What is added is written to disk at once, in a nameless file in the folder of `path`, so that
    memory holds no more than a line about each; any thread may add. The file appears when the block ends, whole or not
    at all, and takes the place of one that is there. When the block ends with an error, the report holds what was
    added before and says that the work did not come to its end.

    Every method, and entering the block, raises ReportNotWritten when there is no writing to `path`.
    """

    def __init__(self, pipeline: Pipeline[..., Any], path: Path) -> None:
        self._pipeline, self._path = pipeline, path
        self._lock = Lock()

    def __enter__(self) -> Self:
        from compound_pipelines.report.contents import Contents
        from compound_pipelines.report.spool import Spool

        self._contents, self._spool = Contents(), Spool(self._path)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        from compound_pipelines.report.rendering import whole_page
        from compound_pipelines.report.writing import write_whole

        self._contents.complete = error is None
        try:
            write_whole(self._path, whole_page(self._pipeline, self._contents, self._spool.chunks()))
        finally:
            self._spool.close()

    @property
    def runs(self) -> tuple[str, ...]:
        """Ids of the runs that were added and that a journal knows; `compound.provenance.artifacts.wrote` takes them.

        The report names them too, where no reader sees it, so that `compound trace` finds them in an edited copy.
        """
        return tuple(self._contents.runs)

    def add(self, run: Run[Any], name: str = "") -> None:
        """Adds a run, also one that failed. Without a `name` it is called after its document, or by its number."""
        from compound_pipelines.report.sections import section_of

        self._add(lambda heading: section_of(run, heading), name)

    def add_failure(self, error: Exception, name: str = "") -> None:
        """Adds what failed before there was a run: an input that did not fit, say."""
        from compound_pipelines.report.sections import section_of_failure

        self._add(lambda heading: section_of_failure(error, heading), name)

    def _add(self, section_at: Callable[[Heading], Section], name: str) -> None:
        from compound_pipelines.report.rendering import article
        from compound_pipelines.report.section import Heading

        with self._lock:
            section = section_at(Heading(len(self._contents.entries) + 1, name))
            self._spool.append(article(section))
            self._contents.note(section)


def write_report(pipeline: Pipeline[..., Any], runs: Iterable[Run[Any]], path: Path) -> None:
    """Writes a `Report` of these runs; runs that come one by one are let go one by one.

    Raises ReportNotWritten when there is no writing to `path`.
    """
    with Report(pipeline, path) as report:
        for run in runs:
            report.add(run)
