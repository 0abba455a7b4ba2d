"""Document understanding: a file to its text, kind, fields and summary."""

from __future__ import annotations

import datetime
from decimal import Decimal
from pathlib import Path

from pydantic import BaseModel, Field

from compound import Pipeline, build, each, node, pipeline
from compound.values import DocumentText, PageText
from compound_pipelines.document_kinds import CUES, KINDS
from compound_pipelines.document_report import DocumentReport, Fields
from compound_registry import use


class BusinessDocument(BaseModel):
    """What most invoices and receipts say. What is not there is None."""

    issuer: str | None = Field(None, description="company or shop that issued the document")
    address: str | None = Field(None, description="postal address of the issuer")
    invoice_number: str | None = Field(None, description="number of the invoice or receipt")
    date: datetime.date | None = Field(None, description="date of issue")
    amount: Decimal | None = Field(None, description="total to pay or paid, tax included")
    currency: str | None = Field(None, description="ISO 4217 code of the currency")


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


def understanding(
    schema: type[Fields] = BusinessDocument,  # type: ignore[assignment]
    language: str | None = None,
) -> Pipeline[[Path | str | bytes], DocumentReport[Fields]]:
    """Document understanding whose fields are those of this pydantic model, for documents in any language or in one.

    `language` is a BCP 47 tag such as `de-AT`; it settles dates and amounts that can be read in two ways.
    """
    reading = {} if language is None else {"language": language}

    @pipeline
    def understand(source: Path | str | bytes) -> DocumentReport[schema]:  # type: ignore[valid-type]
        """Reads a PDF or an image and says what it is, what its fields are, and what it is about."""
        pages = each(use("document.read"), use("document.load")(source))
        text = join_pages(pages)
        return build(
            DocumentReport[schema],  # type: ignore[valid-type]
            source=name_of(source),
            pages=count(pages),
            text=text,
            kind=use("text.classify", labels=KINDS, cues=CUES)(text),
            fields=use("text.extract", schema=schema, **reading)(text),
            summary=use("text.summarise")(text),
        )

    return understand


understand = understanding(BusinessDocument)
"""Document understanding for invoices and receipts."""
