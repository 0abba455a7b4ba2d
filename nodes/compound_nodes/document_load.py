"""`document.load`: a PDF, an image, a DOCX or an HTML file as pages."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from stat import S_ISREG
from typing import Annotated

from pydantic import Field

from compound import Node
from compound.errors.documents import (
    DocumentCorrupt,
    DocumentEmpty,
    DocumentNotFound,
    DocumentTooLarge,
    UnknownDocument,
)
from compound.errors.root import CompoundError
from compound.values import Frame, Limits, Page
from compound_nodes.document_kind import foreign_kind, is_cut_archive, is_html, is_pdf
from compound_nodes.document_pages import flow_pages, image_frames, image_pages, pdf_pages
from compound_nodes.docx_flow import docx_flow, is_docx
from compound_nodes.html_flow import html_flow
from compound_nodes.pdf import PACE
from compound_nodes.pdf_worker import RenderRequest

LONGEST_SIDE = 4_000
"""Pixels of a rendered page: A4 at 340 dpi, a poster at less."""
MOST_CHARACTERS = 100_000
"""Of one page's text layer."""


class DocumentLoad(Node, effect="read", blocking=True, cache="files"):
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
    max_pages: Annotated[int, Field(ge=1)] = 500
    """Of a document; one with more is refused."""
    max_bytes: Annotated[int, Field(ge=1)] = 100_000_000
    """Of the file."""
    max_pixels: Annotated[int, Field(ge=1)] = 50_000_000
    """Of one page of an image file: an A4 sheet at 700 dpi, or what the sensor of a telephone gives."""
    max_memory: Annotated[int, Field(ge=1)] = 384 * 2**20
    """Bytes that the images of all pages may take together, packed: about 1,000 pages of print, or 40 photos."""
    page_seconds: Annotated[float, Field(gt=0)] = 7.0
    """The renderer is killed when it takes longer for one page, or longer by this than a second for each."""
    memory: Annotated[int, Field(ge=256 * 2**20)] = 768 * 2**20
    """Bytes of address space that the renderer may take."""

    def run(self, source: Path | str | bytes) -> list[Page]:
        name, data = read_source(source, self.max_bytes)
        return list(within_budget(self._pages(name, data), self.max_memory))

    def foresee(self, source: Path | str | bytes) -> list[Frame] | None:
        """The frames of an image file's pages, from their headers; None where only reading tells, or nothing can."""
        try:
            _, data = read_source(source, self.max_bytes)
            return image_frames(data, self.max_pages)
        except CompoundError:
            return None

    def _pages(self, name: str, data: bytes) -> Iterator[Page]:
        if is_pdf(data):
            return pdf_pages(data, name, self._request(), self.page_seconds)
        if is_docx(data):
            return flow_pages(docx_flow(data, name), name, self.max_pages)
        if is_html(data):
            return flow_pages(html_flow(data, name), name, self.max_pages)
        if is_cut_archive(data):
            raise DocumentCorrupt(source=name, reason="the archive, such as a DOCX is one, is cut off or damaged")
        kind = foreign_kind(data)
        if kind is not None:
            raise UnknownDocument(source=name, found=kind)
        return image_pages(data, name, Limits(pixels=self.max_pixels, frames=self.max_pages, bytes=len(data)))

    def _request(self) -> RenderRequest:
        return RenderRequest(
            dpi=self.dpi,
            long_side=LONGEST_SIDE,
            max_pages=self.max_pages,
            max_characters=MOST_CHARACTERS,
            memory=self.memory,
            cpu_seconds=int(self.page_seconds + PACE * self.max_pages) + 1,
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
        with open(name, "rb", opener=_without_waiting) as file:
            status = os.fstat(file.fileno())
            if not S_ISREG(status.st_mode):
                raise DocumentNotFound(source=name, reason="it is a pipe or a device; write its content to a file")
            # A growing file says too little of its size.
            data = file.read(max_bytes + 1) if status.st_size <= max_bytes else b""
            return max(status.st_size, len(data)), data
    except OSError as error:
        raise DocumentNotFound(source=name, reason=error.strerror or str(error)) from error


def _without_waiting(name: str, flags: int) -> int:
    # To open a pipe that nobody writes to would take for ever; Windows has neither such pipes nor the flag.
    return os.open(name, flags | getattr(os, "O_NONBLOCK", 0))


def within_budget(pages: Iterable[Page], max_memory: int) -> Iterator[Page]:
    """The pages with packed images, as long as those take no more bytes together; then raises DocumentTooLarge."""
    total = 0
    for page in pages:
        packed = page.model_copy(update={"image": page.image.packed()})
        total += packed.image.nbytes
        if total > max_memory:
            raise DocumentTooLarge(source=page.source, what="bytes of pages", found=total, limit=max_memory)
        yield packed
