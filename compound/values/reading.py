"""What was read off a page or a document: words and lines with their places, in reading order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Self

from pydantic import Field, model_validator

from compound.errors.values import OffsetOutsideText
from compound.values.geometry import Box, Frame
from compound.values.text import Offset, PageNumber, Text
from compound.values.value import Confidence, Value

LINE_BREAK = "\n"
PAGE_BREAK = "\n\f\n"


class Reading(Value):
    """A piece of text that was read at one place: characters `start` to `end` (exclusive) of its page's content."""

    text: str
    box: Box
    confidence: Confidence
    start: Offset
    end: Offset

    @model_validator(mode="after")
    def _as_long_as_its_text(self) -> Self:
        if self.end - self.start != len(self.text):
            raise ValueError(f"{self.start}:{self.end} cannot hold the {len(self.text)} characters of {self.text!r}")
        return self


class Word(Reading):
    """A word, as the reader separated it."""


class Line(Reading):
    """A line of words."""


class PageText(Text):
    """The text of one page. `content` is its lines joined by line breaks, and each word and line points into it."""

    page: PageNumber
    """Number of the page; the first is 1."""

    frame: Frame
    """The frame of the page's image; every box lies on it."""

    words: tuple[Word, ...] = ()
    """In reading order."""

    lines: tuple[Line, ...] = ()
    """In reading order."""

    @model_validator(mode="after")
    def _pieces_point_into_content(self) -> Self:
        for piece in (*self.words, *self.lines):
            self.frame.require(piece.box.frame, f"place {piece.text!r} on page {self.page}")
            if self.content[piece.start : piece.end] != piece.text:
                raise ValueError(f"{piece.text!r} is not what the content holds at {piece.start}:{piece.end}")
        if self.lines and self.content != LINE_BREAK.join(line.text for line in self.lines):
            raise ValueError("the content is not the lines joined by line breaks")
        return self


class DocumentText(Text):
    """The text of a whole document. `content` is that of its pages, joined by a form feed on a line of its own."""

    pages: Annotated[tuple[PageText, ...], Field(min_length=1)]
    """In order."""

    @model_validator(mode="after")
    def _content_is_the_pages(self) -> Self:
        if self.content != PAGE_BREAK.join(page.content for page in self.pages):
            raise ValueError("the content is not that of the pages joined; DocumentText.join makes it so")
        return self

    @classmethod
    def join(cls, pages: Iterable[PageText]) -> Self:
        """A document of `pages`, with their spans carried over; raises `pydantic.ValidationError` without pages."""
        pages = tuple(pages)
        content = PAGE_BREAK.join(page.content for page in pages)
        spans = (span.shifted(start) for page, start in zip(pages, _starts(pages), strict=True) for span in page.spans)
        return cls(content=content, spans=tuple(spans), pages=pages)

    def page_at(self, offset: int) -> PageText:
        """The page that holds the character at `offset`, where a page break counts to the page before it.

        Raises `OffsetOutsideText` unless 0 ≤ offset ≤ the length of the content.
        """
        if not 0 <= offset <= len(self.content):
            raise OffsetOutsideText(offset=offset, length=len(self.content))
        started = [page for page, start in zip(self.pages, _starts(self.pages), strict=True) if start <= offset]
        return started[-1]


def _starts(pages: tuple[PageText, ...]) -> list[int]:
    """Where each page begins in the content of the document."""
    starts, at = [], 0
    for page in pages:
        starts.append(at)
        at += len(page.content) + len(PAGE_BREAK)
    return starts
