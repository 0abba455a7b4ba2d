"""A document that was understood: its fields beside the pages they were read from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import starmap
from operator import itemgetter
from typing import Any, ClassVar, NamedTuple

from compound.values import FieldValue, PageText
from compound_pipelines.document_report import DocumentReport
from compound_pipelines.report.checks import CheckRow, check_rows
from compound_pipelines.report.grid import Grid, grid_of
from compound_pipelines.report.marks import Mark, Place, marks_of
from compound_pipelines.report.pages import PageView, is_on, page_behind, pages_in
from compound_pipelines.report.pictures import Picture, snippet
from compound_pipelines.report.section import Section
from compound_pipelines.report.wording import as_text, counted, percent, shortened, words

MOST_KINDS = 8
MOST_OF_VALUE = 1_000
"""Characters."""


class FieldRow(NamedTuple):
    """A field in the table; what is not known of its place is None."""

    anchor: str
    label: str
    value: str
    confidence: float
    page: PageView | None
    mark: Mark | None
    snippet: Picture | None
    checks: list[CheckRow]
    grid: Grid | None
    """The value, when it is a list of records."""


@dataclass(frozen=True)
class DocumentSection(Section):
    """A run whose output is a `DocumentReport`."""

    template: ClassVar[str] = "document.html.j2"
    report: DocumentReport[Any]

    @property
    def title(self) -> str:
        return self.heading.name or self.report.source

    @property
    def gist(self) -> str:
        return f"{self.report.kind.name}, {percent(self.report.kind.confidence)}"

    @property
    def kinds(self) -> list[tuple[str, float]]:
        """The likeliest kinds with their shares, the likeliest first."""
        return sorted(self.report.kind.distribution.items(), key=itemgetter(1), reverse=True)[:MOST_KINDS]

    @property
    def missing(self) -> list[str]:
        return [words(name) for name in self.report.fields.missing if name not in self.report.fields.fields]

    @cached_property
    def fields(self) -> list[FieldRow]:
        return list(starmap(self._row, self._found()))

    @cached_property
    def checks(self) -> list[CheckRow]:
        rows = {name: anchor for anchor, name, _ in self._found()}
        return check_rows(self.report.fields.checks, self.anchor, rows)

    @cached_property
    def pages(self) -> list[PageView]:
        known = pages_in(self.account.outputs)
        return [
            PageView(f"{self.anchor}-page-{text.page}", text, page_behind(text, known), self._marks(text))
            for text in self.report.text.pages
        ]

    def _row(self, anchor: str, name: str, field: FieldValue) -> FieldRow:
        page = next((page for page in self.pages if page.holds(field)), None)
        image, grid = page.image if page else None, grid_of(field.value)
        return FieldRow(
            anchor=anchor,
            label=words(name),
            value=counted(grid.height, "row") if grid else shortened(as_text(field.value), MOST_OF_VALUE),
            confidence=field.confidence,
            page=page,
            mark=page.mark_of(anchor) if page else None,
            snippet=snippet(image, field.box) if image and field.box and not grid else None,
            checks=[check for check in self.checks if check.concerns(anchor)],
            grid=grid,
        )

    def _marks(self, text: PageText) -> tuple[Mark, ...]:
        places = [
            Place(anchor, words(name), field.box)
            for anchor, name, field in self._found()
            if field.box and is_on(field, text)
        ]
        return marks_of(places, [word.box for word in text.words])

    def _found(self) -> Iterator[tuple[str, str, FieldValue]]:
        """Anchor, name and field for each."""
        for index, (name, field) in enumerate(self.report.fields.fields.items(), 1):
            yield f"{self.anchor}-field-{index}", name, field
