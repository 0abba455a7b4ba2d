"""The answer to a question about documents, and what it stands on."""

from __future__ import annotations

from typing import Self

from pydantic import model_validator

from compound.values.text import Span
from compound.values.value import Confidence, Value


class Citation(Value):
    """Words of a document, as they stand there."""

    quote: str

    place: Span
    """Where they stand: the characters of the whole text, with page, box and source where they are known."""


class Answer(Value):
    """What documents say to a question, in their own words; nothing is said without a citation."""

    question: str

    content: str
    """The quotes, one a line; empty when nothing answers the question."""

    citations: tuple[Citation, ...]
    """Where each line of the content stands; empty when nothing answers the question."""

    confidence: Confidence
    """How sure it is that the first citation answers; that of the nearest thing when nothing was near enough."""

    @model_validator(mode="after")
    def _is_its_citations(self) -> Self:
        if self.content != "\n".join(citation.quote for citation in self.citations):
            raise ValueError("the content is not the quotes of the citations, one a line")
        return self

    @property
    def found(self) -> bool:
        """Whether something answers the question."""
        return bool(self.citations)
