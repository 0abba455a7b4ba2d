"""A document that was understood: its fields beside the pages they were read from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import starmap
from operator import itemgetter
from typing import Any, ClassVar, NamedTuple

from compound.values import FieldValue, Image, Page, PageText
from compound_pipelines.document_report import DocumentReport
from compound_pipelines.report.marks import Mark, Place, marks_of
from compound_pipelines.report.pictures import Picture, snippet
from compound_pipelines.report.section import Section
from compound_pipelines.report.wording import as_text, percent, words

MOST_KINDS = 8


@dataclass(frozen=True, slots=True)
class PageView:
    """A page: what was read off it, its image when the run has one, and the marks of the fields found there."""

    anchor: str
    text: PageText
    image: Image | None
    marks: tuple[Mark, ...]

    @property
    def picture(self) -> Picture | None:
        return Picture(self.image) if self.image else None

    def mark_of(self, row: str) -> Mark | None:
        """The mark that stands for the row of the table with this anchor."""
        return next((mark for mark in self.marks if any(place.row == row for place in mark.places)), None)


class FieldRow(NamedTuple):
    """A field in the table; what is not known of its place is None."""

    anchor: str
    label: str
    value: str
    confidence: float
    page: PageView | None
    mark: Mark | None
    snippet: Picture | None


@dataclass(frozen=True)
class DocumentSection(Section):
    """A run whose output is a `DocumentReport`."""

    template: ClassVar[str] = "document.html.j2"
    report: DocumentReport[Any]

    @property
    def title(self) -> str:
        return self.report.source

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

    @property
    def fields(self) -> Iterator[FieldRow]:
        return starmap(self._row, self._found())

    @cached_property
    def pages(self) -> list[PageView]:
        images = page_images(self.run.outputs)
        return [self._page(text, images.get(text.frame.digest)) for text in self.report.text.pages]

    def _row(self, anchor: str, label: str, field: FieldValue) -> FieldRow:
        page = next((page for page in self.pages if _is_on(field, page.text)), None)
        image = page.image if page else None
        return FieldRow(
            anchor=anchor,
            label=label,
            value=as_text(field.value),
            confidence=field.confidence,
            page=page,
            mark=page.mark_of(anchor) if page else None,
            snippet=snippet(image, field.box) if image and field.box else None,
        )

    def _page(self, text: PageText, image: Image | None) -> PageView:
        places = [
            Place(anchor, label, field.box)
            for anchor, label, field in self._found()
            if field.box and _is_on(field, text)
        ]
        marks = marks_of(places, [word.box for word in text.words])
        return PageView(f"{self.anchor}-page-{text.page}", text, image, marks)

    def _found(self) -> Iterator[tuple[str, str, FieldValue]]:
        """Anchor, label and field for each."""
        for index, (name, field) in enumerate(self.report.fields.fields.items(), 1):
            yield f"{self.anchor}-field-{index}", words(name), field


def page_images(outputs: Mapping[str, Any]) -> dict[str, Image]:
    """The images of all pages that nodes put out, alone or in lists, by digest."""
    values = (value if isinstance(value, list | tuple) else (value,) for value in outputs.values())
    return {item.image.digest: item.image for group in values for item in group if isinstance(item, Page)}


def _is_on(field: FieldValue, page: PageText) -> bool:
    """By its page number, or by the frame of its box when it has none."""
    if field.page is None:
        return field.box is not None and field.box.frame == page.frame
    return field.page == page.page
