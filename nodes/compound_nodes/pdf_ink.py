"""Which characters of a PDF's text layer a reader of the page can see.

A layer may say what nobody reads: instructions in white on white, under a picture, beside the sheet or too small. So
the page is rendered a second time without its text, and a character is drawn where that makes a difference. Characters
that are set invisible are never drawn, not even above the scan whose text they repeat: nothing tells whether they do.
This runs in the process that renders.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from PIL import Image, ImageChops

if TYPE_CHECKING:
    import pypdfium2

FAINTEST = 24
"""Of 255 levels of gray by which ink stands out; below a tenth, people overlook it."""
SMALLEST_POINTS = 2.0
"""Height of a character; print that is to be read starts at twice this size…"""
SMALLEST_PART = 1 / 400
"""…and one lower than this part of the page's longer side besides, since pages may be drawn at any scale."""
DEEPEST_FORM = 15
"""Levels of drawings within drawings; PDFium goes no deeper either."""


def drawn(
    page: pypdfium2.PdfPage, text: pypdfium2.PdfTextPage, picture: Image.Image, scale: float, boxes: Sequence[float]
) -> bytes:
    """A byte for each character: 1 where it can be seen, 0 where not. Afterwards the page's text is invisible.

    Args:
        page: the page.
        text: its text layer.
        picture: the rendered page, RGB.
        scale: pixels a point, at which the picture was rendered.
        boxes: 4 n pixel coordinates: left, top, right, bottom of each of the first n characters of the layer.
    """
    smallest = min(SMALLEST_POINTS * scale, SMALLEST_PART * max(picture.size))
    visible = [_is_visible(text, index) for index in range(len(boxes) // 4)]
    marks = _marks(page, picture, scale)
    return bytes(
        seen and box[3] - box[1] >= smallest and _has_marks(marks, box)
        for seen, box in zip(visible, _quadruples(boxes), strict=True)
    )


def _is_visible(text: pypdfium2.PdfTextPage, index: int) -> bool:
    from pypdfium2 import raw

    mode = raw.FPDFTextObj_GetTextRenderMode(raw.FPDFText_GetTextObject(text, index))
    return mode not in (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)


def _marks(page: pypdfium2.PdfPage, picture: Image.Image, scale: float) -> Image.Image:
    """White where the text of the page makes a difference to its picture, black elsewhere."""
    from pypdfium2 import raw

    for item in page.get_objects(filter=(raw.FPDF_PAGEOBJ_TEXT,), max_depth=DEEPEST_FORM):
        raw.FPDFTextObj_SetTextRenderMode(item, raw.FPDF_TEXTRENDERMODE_INVISIBLE)
    without = page.render(scale=scale, rev_byteorder=True).to_pil()
    return ImageChops.difference(picture, without).convert("L").point(lambda level: 255 * (level >= FAINTEST))


def _has_marks(marks: Image.Image, box: tuple[float, float, float, float]) -> bool:
    left, top, right, bottom = (round(edge) for edge in box)
    within = max(0, left), max(0, top), min(marks.width, max(right, left + 1)), min(marks.height, max(bottom, top + 1))
    return within[0] < within[2] and within[1] < within[3] and marks.crop(within).getbbox() is not None


def _quadruples(boxes: Sequence[float]) -> Iterator[tuple[float, float, float, float]]:
    numbers = iter(boxes)
    return zip(numbers, numbers, numbers, numbers, strict=True)
