"""Files of plain text, which have no pages."""

from __future__ import annotations

from pathlib import Path

from compound import Text, node
from compound.errors.documents import DocumentCorrupt, DocumentTooLarge
from compound_nodes.document_kind import TEXT_SAMPLE, foreign_kind, is_html, is_pdf

MOST_BYTES = 20_000_000
"""Of a file of plain text; a book has one or two million."""


@node(effect="read", blocking=True)
def is_plain_text(source: Path) -> bool:
    """Whether a file begins as plain text does in UTF-8; False for what is no file."""
    if not source.is_file():
        return False
    with source.open("rb") as file:
        # One byte more than is looked at, so that a character that the sample cuts is none that the file does.
        sample = file.read(TEXT_SAMPLE + 1)
    other = not sample or is_pdf(sample) or is_html(sample)
    return not other and foreign_kind(sample) == "plain text"


@node(effect="read", blocking=True)
def plain_text(source: Path) -> Text:
    """The content of a file in UTF-8. Raises DocumentTooLarge, or DocumentCorrupt where it is not UTF-8."""
    size = source.stat().st_size
    if size > MOST_BYTES:
        raise DocumentTooLarge(source=str(source), what="bytes", found=size, limit=MOST_BYTES)
    try:
        return Text(content=source.read_text(encoding="utf-8-sig"))
    except UnicodeDecodeError as error:
        raise DocumentCorrupt(source=str(source), reason=f"it begins as text in UTF-8, and is none: {error}") from error
