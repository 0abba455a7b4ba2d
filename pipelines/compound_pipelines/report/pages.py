"""The pages of a document, with the fields that were found on them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from compound.values import FieldValue, Image, Page, PageText
from compound_pipelines.report.marks import Mark
from compound_pipelines.report.pictures import Picture


@dataclass(frozen=True, slots=True)
class PageView:
    """A page: what was read off it, the page itself when the run has it, and the marks of the fields found there."""

    anchor: str
    text: PageText
    page: Page | None
    marks: tuple[Mark, ...]

    @property
    def image(self) -> Image | None:
        return self.page.image if self.page else None

    @property
    def picture(self) -> Picture | None:
        return Picture(self.image) if self.image else None

    @property
    def hidden(self) -> str:
        """Text that the file holds and nobody sees; empty when there is none."""
        unseen = self.page.hidden_text if self.page else None
        return unseen.content.strip() if unseen else ""

    def holds(self, field: FieldValue) -> bool:
        return is_on(field, self.text)

    def mark_of(self, row: str) -> Mark | None:
        """The mark that stands for the row of the table with this anchor."""
        return next((mark for mark in self.marks if any(place.row == row for place in mark.places)), None)


def pages_in(outputs: Mapping[str, Any]) -> dict[str, list[Page]]:
    """All pages that nodes put out, alone or in lists, by the digest of their image, which alike pages share."""
    found: dict[str, list[Page]] = {}
    for page in _pages(outputs):
        found.setdefault(page.image.digest, []).append(page)
    return found


def page_behind(text: PageText, pages: Mapping[str, list[Page]]) -> Page | None:
    """The page that the text lies on: of several that look alike, the one with its number."""
    alike = pages.get(text.frame.digest, [])
    return min(alike, key=lambda page: page.number != text.page, default=None)


def is_on(field: FieldValue, text: PageText) -> bool:
    """By its page number, or by the frame of its box when it has none."""
    if field.page is None:
        return field.box is not None and field.box.frame == text.frame
    return field.page == text.page


def _pages(outputs: Mapping[str, Any]) -> Iterator[Page]:
    for value in outputs.values():
        group = value if isinstance(value, list | tuple) else (value,)
        yield from (item for item in group if isinstance(item, Page))
