"""`document.load`: a PDF, an image, a DOCX or an HTML file as pages."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Annotated

from pydantic import Field

from compound import Node
from compound.errors.documents import DocumentEmpty, DocumentNotFound, DocumentTooLarge, UnknownDocument
from compound.values import Page
from compound_nodes.document_kind import foreign_kind, is_html, is_pdf
from compound_nodes.document_pages import flow_pages, image_pages, pdf_pages
from compound_nodes.docx_flow import docx_flow, is_docx
from compound_nodes.html_flow import html_flow
from compound_nodes.pdf_worker import RenderRequest

LONGEST_SIDE = 4_000
"""Pixels of a rendered page: A4 at 340 dpi, a poster at less."""
MOST_CHARACTERS = 100_000
"""Of one page's text layer."""


class DocumentLoad(Node, effect="read", blocking=True):
    """Pages of a PDF, of a TIFF or any other image, of a DOCX, or of an HTML page.

    The content decides what a file is, not its name. PDFs are rendered in a process with limits, so that a hostile one
    costs at most `page_seconds` a page and `memory`. The text of DOCX and HTML, which have no pages, is set on plain
    sheets of A4; nothing that a file refers to is ever fetched.

    A page carries what the file says is written there as `text_layer`, as far as it can be seen. What cannot be seen
    (set invisible, in the color of its ground, covered, cut off, beside the page, tiny, or marked as hidden) is put
    aside as `hidden_text`, which no node reads.

    Raises subclasses of DocumentError, or MissingExtra when the library for a kind of file is not installed.
    """

    dpi: Annotated[int, Field(ge=36, le=600)] = 200
    """Of rendered PDF pages. Recognition gains nothing beyond 200 on print of common size, and takes longer."""
    max_pages: Annotated[int, Field(ge=1)] = 50
    max_bytes: Annotated[int, Field(ge=1)] = 100_000_000
    """Of the file."""
    max_pixels: Annotated[int, Field(ge=1)] = 250_000_000
    """Of all pages together, which stay in memory at up to three bytes each."""
    page_seconds: Annotated[float, Field(gt=0)] = 8.0
    """The renderer is killed when it takes longer for one page."""
    memory: Annotated[int, Field(ge=256 * 2**20)] = 2**30
    """Bytes of address space that the renderer may take."""

    def run(self, source: Path | str | bytes) -> list[Page]:
        name, data = read_source(source, self.max_bytes)
        return list(within_budget(self._pages(name, data), self.max_pixels))

    def _pages(self, name: str, data: bytes) -> Iterator[Page]:
        if is_pdf(data):
            return pdf_pages(data, name, self._request(), self.page_seconds)
        if is_docx(data):
            return flow_pages(docx_flow(data, name), name, self.max_pages)
        if is_html(data):
            return flow_pages(html_flow(data, name), name, self.max_pages)
        kind = foreign_kind(data)
        if kind is not None:
            raise UnknownDocument(source=name, found=kind)
        return image_pages(data, name, self.max_pages)

    def _request(self) -> RenderRequest:
        return RenderRequest(
            dpi=self.dpi,
            long_side=LONGEST_SIDE,
            max_pages=self.max_pages,
            max_characters=MOST_CHARACTERS,
            memory=self.memory,
            cpu_seconds=int(self.page_seconds * self.max_pages) + 1,
        )


def read_source(source: Path | str | bytes, max_bytes: int) -> tuple[str, bytes]:
    """A document's name and bytes. Raises DocumentNotFound, DocumentTooLarge or DocumentEmpty."""
    if isinstance(source, bytes):
        name, size, data = "<bytes>", len(source), source
    else:
        name = os.fspath(source)
        size, data = _read(name, max_bytes)
    if size > max_bytes:
        raise DocumentTooLarge(source=name, what="bytes", found=size, limit=max_bytes)
    if not data:
        raise DocumentEmpty(source=name)
    return name, data


def _read(name: str, max_bytes: int) -> tuple[int, bytes]:
    """The size of a file, and its bytes unless it is too large."""
    try:
        with open(name, "rb") as file:
            size = os.fstat(file.fileno()).st_size
            # A pipe or a growing file says too little of its size.
            data = file.read(max_bytes + 1) if size <= max_bytes else b""
            return max(size, len(data)), data
    except OSError as error:
        raise DocumentNotFound(source=name, reason=error.strerror or str(error)) from error


def within_budget(pages: Iterable[Page], max_pixels: int) -> Iterator[Page]:
    """The pages, as long as they have no more pixels together than this; then raises DocumentTooLarge."""
    total = 0
    for page in pages:
        total += page.image.width * page.image.height
        if total > max_pixels:
            raise DocumentTooLarge(source=page.source, what="pixels", found=total, limit=max_pixels)
        yield page
