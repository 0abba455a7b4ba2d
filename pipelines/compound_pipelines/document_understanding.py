"""Document understanding: a file to its text, kind, fields and summary."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import BaseModel, Field
from pydantic_core import to_jsonable_python

from compound import build, each, node, pipeline
from compound.values import DocumentText, Extracted, FieldValue, Label, PageText, Text
from compound_pipelines.document_kinds import CUES, KINDS
from compound_registry import use


class BusinessDocument(BaseModel):
    """What most invoices and receipts say. What is not there is None."""

    issuer: str | None = Field(None, description="company or shop that issued the document")
    address: str | None = Field(None, description="postal address of the issuer")
    invoice_number: str | None = Field(None, description="number of the invoice or receipt")
    date: datetime.date | None = Field(None, description="date of issue")
    amount: Decimal | None = Field(None, description="total to pay or paid, tax included")
    currency: str | None = Field(None, description="ISO 4217 code of the currency")


class DocumentReport(BaseModel):
    """All that was understood of a document."""

    source: str
    pages: int
    text: DocumentText
    kind: Label
    fields: Extracted[BusinessDocument]
    summary: Text

    def as_line(self) -> dict[str, Any]:
        """The report without the text, as plain data."""
        return {
            "source": self.source,
            "kind": self.kind.name,
            "pages": self.pages,
            "fields": {name: _as_line(field) for name, field in self.fields.fields.items()},
            "summary": self.summary.content,
        }

    def as_text(self) -> str:
        """The report for people."""
        lines = [f"{self.source}: {self.kind.name} ({self.kind.confidence:.0%}), {self.pages} page(s)"]
        for name, field in self.fields.fields.items():
            page = f"page {field.page}" if field.page else ""
            lines.append(f"  {name:<16} {field.value!s:<40} {field.confidence:>4.0%}  {page}")
        return "\n".join([*lines, f"  {self.summary.content}"])


def _as_line(field: FieldValue) -> dict[str, Any]:
    """A field as plain data; the box is left, top, right, bottom in pixels of the page's picture."""
    box = field.box and [round(edge, 1) for edge in (field.box.left, field.box.top, field.box.right, field.box.bottom)]
    value = to_jsonable_python(field.value)
    return {"value": value, "confidence": round(field.confidence, 3), "page": field.page, "box": box}


@node
def join_pages(pages: list[PageText]) -> DocumentText:
    """The pages as one text that knows where each word stands."""
    return DocumentText.join(pages)


@node
def count(pages: list[PageText]) -> int:
    """How many pages there are."""
    return len(pages)


@node
def name_of(source: Path | str | bytes) -> str:
    """The file's name as it was given."""
    return "<bytes>" if isinstance(source, bytes) else str(source)


@pipeline
def understand(source: Path | str | bytes) -> DocumentReport:
    """Reads a PDF or an image and says what it is, what its fields are, and what it is about."""
    pages = each(use("document.read"), use("document.load")(source))
    text = join_pages(pages)
    return build(
        DocumentReport,
        source=name_of(source),
        pages=count(pages),
        text=text,
        kind=use("text.classify", labels=KINDS, cues=CUES)(text),
        fields=use("text.extract", schema=BusinessDocument)(text),
        summary=use("text.summarise")(text),
    )
