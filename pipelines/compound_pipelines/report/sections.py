"""What a report shows of one run, of an output, or of a failure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from compound.errors.documents import DocumentError
from compound_pipelines.document_report import DocumentReport
from compound_pipelines.report.account import Account
from compound_pipelines.report.document import DocumentSection
from compound_pipelines.report.section import Heading, Section
from compound_pipelines.report.value import ValueSection

if TYPE_CHECKING:
    from compound import Run


def section_of(run: Run[Any], heading: Heading) -> Section:
    """The section for a run: about its output, or about what is left of one that failed."""
    if run.ok:
        return section_about(run.output, heading, Account.of(run))
    sources = _sources(failed.error for failed in run.failures.values())
    return Section(heading._replace(name=heading.name or ", ".join(sources)), Account.of(run))


def section_about(output: Any, heading: Heading, account: Account) -> Section:
    """The section for an output: a document, or any other value."""
    if isinstance(output, DocumentReport):
        return DocumentSection(heading, account, output)
    return ValueSection(heading, account, output)


def section_of_failure(error: Exception, heading: Heading) -> Section:
    """The section for what failed before there was a run."""
    name = heading.name or ", ".join(_sources([error]))
    return Section(heading._replace(name=name), Account(status="failed", failures=(str(error),)))


def _sources(errors: Iterable[BaseException]) -> list[str]:
    """The files that are to blame, each once."""
    return list(dict.fromkeys(error.source for error in errors if isinstance(error, DocumentError)))
