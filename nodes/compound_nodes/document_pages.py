"""Pages of a document's bytes: those of a PDF rendered, those of an image file decoded, those of flowing text set."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice

from compound.errors.documents import DocumentCorrupt, DocumentError, DocumentTooLarge, TooManyPages
from compound.errors.values import ImageTooLarge, UnreadableImage
from compound.values import Frame, Image, Limits, Page, PageText
from compound_nodes.document_kind import is_tiff
from compound_nodes.flow import Flow
from compound_nodes.page_text import page_text, text_of_rows
from compound_nodes.pdf import render_pdf
from compound_nodes.pdf_text import lines_of, seen_and_hidden
from compound_nodes.pdf_worker import RenderRequest


def pdf_pages(data: bytes, source: str, request: RenderRequest, page_seconds: float) -> Iterator[Page]:
    """Rendered pages with the text that the file says they hold, what can be seen of it apart from what cannot.

    Raises as `render_pdf` does.
    """
    for rendered in render_pdf(data, request, source=source, page_seconds=page_seconds):
        image = Image.from_array(rendered.pixels)
        seen, hidden = (
            page_text(lines_of(words), number=rendered.number, frame=image.frame) if words else None
            for words in seen_and_hidden(rendered.codes, rendered.boxes, rendered.drawn)
        )
        yield Page(number=rendered.number, image=image, source=source, text_layer=seen, hidden_text=hidden)


def image_pages(data: bytes, source: str, limits: Limits) -> Iterator[Page]:
    """The picture, or every page of a TIFF; of an animation the first frame.

    Raises TooManyPages, DocumentTooLarge, or DocumentCorrupt when it cannot be decoded.
    """
    images = Image.frames(data, limits=limits) if is_tiff(data) else _first(data, limits)
    try:
        for number, image in enumerate(images, 1):
            yield Page(number=number, image=image, source=source)
    except UnreadableImage as error:
        raise DocumentCorrupt(source=source, reason=error.reason) from error
    except ImageTooLarge as error:
        raise _too_large(error, source) from error


def image_frames(data: bytes, most: int) -> list[Frame]:
    """Frames of the pages that `image_pages` gives, at most so many, from the header of the first alone.

    Raises UnreadableImage for what is no image.
    """
    from compound.values.formats import read_header

    header = read_header(data, "image")
    count = min(int(getattr(header, "n_frames", 1)), most) if is_tiff(data) else 1
    return [Frame(width=header.width, height=header.height)] * count


def flow_pages(flow: Flow, source: str, max_pages: int) -> Iterator[Page]:
    """Sheets that the text is set on, with it as their text layer. What nobody would see is kept with the first.

    Raises TooManyPages.
    """
    from compound_nodes.typesetting import printed, typeset

    sheets = list(islice(typeset(flow.passages), max_pages + 1))
    if len(sheets) > max_pages:
        raise TooManyPages(source=source, pages=len(sheets), limit=max_pages)
    for number, sheet in enumerate(sheets, 1):
        image = Image.from_pil(printed(sheet))
        layer = text_of_rows(sheet, number=number, frame=image.frame)
        hidden = PageText(content=flow.hidden, page=1, frame=image.frame) if flow.hidden and number == 1 else None
        yield Page(number=number, image=image, source=source, text_layer=layer, hidden_text=hidden)


def _first(data: bytes, limits: Limits) -> Iterator[Image]:
    # An animation may have any number of frames, since only one is decoded; each has at least a byte.
    yield Image.open(data, limits=replace(limits, frames=len(data)))


def _too_large(error: ImageTooLarge, source: str) -> DocumentError:
    if error.what == "frames":
        return TooManyPages(source=source, pages=error.found, limit=error.allowed)
    return DocumentTooLarge(source=source, what="pixels", found=error.found, limit=error.allowed)
