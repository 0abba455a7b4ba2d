"""What a report shows of one run."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from compound.errors.run import PipelineFailed, RunCancelled
from compound_pipelines.document_report import DocumentReport
from compound_pipelines.report.document import DocumentSection
from compound_pipelines.report.section import Section
from compound_pipelines.report.value import ValueSection

if TYPE_CHECKING:
    from compound import Run


def section_of(run: Run[Any], number: int) -> Section:
    """The section for a run: a document, any other value, or what is left of one that failed."""
    try:
        output = run.output
    except (PipelineFailed, RunCancelled):
        return Section(run, number)
    if isinstance(output, DocumentReport):
        return DocumentSection(run, number, output)
    return ValueSection(run, number, output)
