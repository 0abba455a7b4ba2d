"""What documents answer to a question, and which of them could not be asked."""

from __future__ import annotations

from typing import Any

from compound.values import Answer, Citation
from compound.values.value import Value


class Skipped(Value):
    """A file that could not be read."""

    source: str
    reason: str


class DocumentAnswer(Value):
    """The answer to a question about files."""

    answer: Answer

    files: int
    """How many were asked."""

    skipped: tuple[Skipped, ...] = ()
    """Files that were to be asked and could not be read."""

    def as_line(self) -> dict[str, Any]:
        """The answer as plain data; boxes are left, top, right, bottom in pixels of the page's picture."""
        return {
            "question": self.answer.question,
            "answer": self.answer.content or None,
            "confidence": round(self.answer.confidence, 3),
            "citations": [_as_line(citation) for citation in self.answer.citations],
            "files": self.files,
            "skipped": [skipped.model_dump() for skipped in self.skipped],
        }

    def as_text(self) -> str:
        """The answer for people."""
        lines = [_as_text(citation) for citation in self.answer.citations]
        if not lines:
            lines = [f"Nothing in {self.files} file{'' if self.files == 1 else 's'} answers this."]
        return "\n".join([*lines, *(f"skipped {skipped.reason}" for skipped in self.skipped)])


def _as_text(citation: Citation) -> str:
    page = f", page {citation.place.page}" if citation.place.page else ""
    source, _, line = citation.place.source.partition("#line=")
    row = f", line {int(line.split(',')[0]) + 1}" if line else ""
    return f"{' '.join(citation.quote.split())}\n  {source}{page}{row}"


def _as_line(citation: Citation) -> dict[str, Any]:
    place = citation.place
    box = place.box and [round(edge, 1) for edge in place.box.edges]
    return {"quote": citation.quote, "source": place.source, "page": place.page, "box": box}
