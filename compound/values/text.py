"""Text that remembers where it came from."""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from compound.values.geometry import Box
from compound.values.value import Value

Offset = Annotated[int, Field(ge=0)]
"""An index into the characters (code points) of a text."""

PageNumber = Annotated[int, Field(ge=1)]
"""A page of a document; the first is 1."""


class Span(Value):
    """The characters `start` to `end` (exclusive) of a text, and the place they were read from."""

    start: Offset
    end: Offset

    page: PageNumber | None = None
    """The page, when the source has pages."""

    box: Box | None = None
    """The place on the page, in pixels of the page's image."""

    source: str = ""
    """The file or address, empty when not known."""

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.end < self.start:
            raise ValueError(f"the span ends at {self.end}, before its start at {self.start}")
        return self

    def shifted(self, by: int) -> Span:
        """The same place, for a text that has `by` more characters before it."""
        return self.model_copy(update={"start": self.start + by, "end": self.end + by})


class Text(Value):
    """Plain text, with the spans that say where parts of it came from; `str(text)` is its content."""

    content: str

    spans: tuple[Span, ...] = ()
    """Sources of parts of the content; each lies within it."""

    @model_validator(mode="after")
    def _spans_within(self) -> Self:
        for span in self.spans:
            if span.end > len(self.content):
                raise ValueError(f"the span {span.start}:{span.end} runs past the end of the text, {len(self.content)}")
        return self

    def __str__(self) -> str:
        return self.content

    @classmethod
    def __compound_convert__(cls, value: Any) -> Self:
        """A `Text` out of a string; raises TypeError for anything else."""
        if isinstance(value, cls):
            return value
        if cls is Text and isinstance(value, str):
            return cls(content=value)
        raise TypeError(f"cannot make a {cls.__name__} out of {type(value).__name__}")
