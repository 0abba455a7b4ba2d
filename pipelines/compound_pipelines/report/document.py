"""A document that was understood: its fields beside the pages they were read from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from operator import itemgetter
from typing import Any, ClassVar

from compound.values import FieldValue, Frame, Image, Page, PageText
from compound_pipelines.document_understanding import DocumentReport
from compound_pipelines.report.marks import Mark, marks_of
from compound_pipelines.report.pictures import Picture, snippet
from compound_pipelines.report.section import Section
from compound_pipelines.report.wording import as_text, percent, words

MOST_KINDS = 8


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field in the table; `mark` and `snippet` are None when its place is not known."""

    anchor: str
    name: str
    value: str
    confidence: float
    page: PageView | None
    mark: Mark | None
    snippet: Picture | None


@dataclass(frozen=True, slots=True)
class PageView:
    """A page: what was read off it, its picture when the run has one, and the marks of the fields found there."""

    anchor: str
    text: PageText
    image: Image | None
    marks: tuple[Mark, ...]

    @property
    def picture(self) -> Picture | None:
        return Picture(self.image) if self.image else None


@dataclass(frozen=True)
class DocumentSection(Section):
    """A run whose output is a `DocumentReport`."""

    template: ClassVar[str] = "document.html.j2"
    report: DocumentReport

    @property
    def title(self) -> str:
        return self.report.source

    @property
    def gist(self) -> str:
        return f"{self.report.kind.name}, {percent(self.report.kind.confidence)}"

    @property
    def kinds(self) -> list[tuple[str, float]]:
        """The likeliest kinds with their shares, the likeliest first."""
        shares = self.report.kind.distribution.items()
        return sorted(shares, key=itemgetter(1), reverse=True)[:MOST_KINDS]

    @cached_property
    def pages(self) -> list[PageView]:
        images = page_images(self.run.outputs)
        return [self._page(text, images) for text in self.report.text.pages]

    @cached_property
    def rows(self) -> list[FieldRow]:
        return [self._row(name, field) for name, field in self.report.fields.fields.items()]

    @property
    def missing(self) -> list[str]:
        return [words(name) for name in self.report.fields.missing if name not in self.report.fields.fields]
