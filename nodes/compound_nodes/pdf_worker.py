"""The process that renders one PDF and may be killed: PDF from standard input, pages to standard output.

A hostile PDF of two kilobytes can keep PDFium busy for minutes or make it ask for gigabytes, and neither can be
stopped from within the process it happens in. So PDFium runs here, under limits of its own, and nothing else does.

Messages are a four-byte big-endian length, a JSON header of that length, then as many raw bytes as the header's
`payload` sizes add up to. Kinds: `page` (pixels, characters, their boxes, and which of them can be seen), `end`, and
`error` (a `code` and the facts of it).
"""

from __future__ import annotations

import json
import struct
import sys
from array import array
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pypdfium2

POINTS_PER_INCH = 72
LARGEST_SIDE = 14_400
"""Points; ISO 32000-1, annex C: a page is at most 14,400 units wide or high."""
SMALLEST_SIDE = 3
"""Points; the same table's lower limit."""
SUBPIXELS = 64
"""PDFium gives device coordinates as whole numbers, so it is asked for those of a page this many times as large."""


@dataclass(frozen=True, slots=True)
class RenderRequest:
    """What a worker is to do, and how much of the machine it may use for it."""

    dpi: int
    long_side: int
    """Pixels; a page that would be longer is rendered at a lower resolution."""
    max_pages: int
    max_characters: int
    """Of a page's text layer; a longer layer is cut there."""
    memory: int
    """Bytes of address space."""
    cpu_seconds: int

    def to_json(self) -> str:
        return json.dumps(asdict(self))


def main() -> None:
    request = RenderRequest(**json.loads(sys.argv[1]))
    confine(request)
    try:
        render_document(sys.stdin.buffer.read(), request)
    except MemoryError:
        send({"kind": "error", "code": "memory"})


def confine(request: RenderRequest) -> None:
    """Take on the limits, where the platform has them: an accident here must not become one of the whole machine."""
    try:
        import resource
    except ModuleNotFoundError:  # Windows has none; the deadline kept by the parent still holds.
        return
    resource.setrlimit(resource.RLIMIT_AS, (request.memory, request.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (request.cpu_seconds, request.cpu_seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def render_document(data: bytes, request: RenderRequest) -> None:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        send(refusal(error))
        return
    if len(document) > request.max_pages:
        send({"kind": "error", "code": "pages", "pages": len(document)})
        return
    # Without a form environment the values typed into form fields are not drawn.
    document.init_forms()
    for number in range(1, len(document) + 1):
        if not render_page(document, number, request):
            return
    send({"kind": "end"})


def refusal(error: pypdfium2.PdfiumError) -> dict[str, Any]:
    """Why a PDF could not be opened."""
    from pypdfium2 import raw

    if error.err_code == raw.FPDF_ERR_PASSWORD:
        return {"kind": "error", "code": "encrypted"}
    if error.err_code == raw.FPDF_ERR_SUCCESS:
        return {"kind": "error", "code": "corrupt", "reason": "it has no pages"}
    return {"kind": "error", "code": "corrupt", "reason": "the structure of the PDF is broken"}


def render_page(document: pypdfium2.PdfDocument, number: int, request: RenderRequest) -> bool:
    """Send one page; false when it had to be refused, in which case the refusal was sent."""
    import pypdfium2

    from compound_nodes.pdf_ink import drawn

    try:
        page = document[number - 1]
    except pypdfium2.PdfiumError:
        send({"kind": "error", "code": "corrupt", "page": number, "reason": "the page cannot be found or is broken"})
        return False
    width, height = page.get_size()
    if min(width, height) < SMALLEST_SIDE or max(width, height) > LARGEST_SIDE:
        send({"kind": "error", "code": "page_size", "page": number, "width": width, "height": height})
        return False
    scale = min(request.dpi / POINTS_PER_INCH, request.long_side / max(width, height))
    bitmap = page.render(scale=scale, rev_byteorder=True)
    text = page.get_textpage()
    codes, boxes = characters(page, text, (bitmap.width, bitmap.height), request.max_characters)
    seen = drawn(page, text, bitmap.to_pil(), scale, boxes) if codes else b""
    header = {
        "kind": "page",
        "number": number,
        "width": bitmap.width,
        "height": bitmap.height,
        "stride": bitmap.stride,
    }
    send(header, bitmap.buffer, codes, boxes, seen)
    bitmap.close()
    page.close()
    return True


def characters(
    page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage, size: tuple[int, int], limit: int
) -> tuple[array[int], array[float]]:
    """The text layer of a page in its own order: code points, and left, top, right, bottom of each in pixels.

    The boxes are those of the font, so that a dot is as high as a capital and lines can be told by height. A space
    that PDFium put in between words has a box without extent.
    """
    import pypdfium2
    from pypdfium2 import raw

    codes, boxes = array("I"), array("f")
    for index in range(min(text.count_chars(), limit)):
        codes.append(raw.FPDFText_GetUnicode(text, index))
        try:
            left, bottom, right, top = text.get_charbox(index, loose=True)
        except pypdfium2.PdfiumError:
            boxes.extend((0.0, 0.0, 0.0, 0.0))
            continue
        x0, y0 = to_pixels(page, size, left, top)
        x1, y1 = to_pixels(page, size, right, bottom)
        boxes.extend((min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)))
    return codes, boxes


def to_pixels(page: pypdfium2.PdfPage, size: tuple[int, int], x: float, y: float) -> tuple[float, float]:
    """A point of the page's own coordinates in pixels of its picture, by way of the page's crop and rotation."""
    from ctypes import byref, c_int

    from pypdfium2 import raw

    column, row = c_int(), c_int()
    width, height = (side * SUBPIXELS for side in size)
    raw.FPDF_PageToDevice(page, 0, 0, width, height, 0, x, y, byref(column), byref(row))
    return column.value / SUBPIXELS, row.value / SUBPIXELS


def send(header: dict[str, Any], *payload: Any) -> None:
    views = [memoryview(part).cast("B") for part in payload]
    encoded = json.dumps({**header, "payload": [view.nbytes for view in views]}).encode()
    output = sys.stdout.buffer
    output.write(struct.pack(">I", len(encoded)))
    output.write(encoded)
    for view in views:
        output.write(view)
    output.flush()


if __name__ == "__main__":
    main()
