"""`document.read`: what is written on a page, from its text layer or by PP-OCR."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from compound import Node
from compound.values import Image, Page, PageText
from compound_nodes.ocr_engine import OcrOptions
from compound_nodes.page_text import page_text
from compound_nodes.text_layer import is_complete, is_readable

if TYPE_CHECKING:
    from compound_nodes.ocr import PaddleOcr


class DocumentRead(Node, blocking=True):
    """The text of a page in reading order: words and lines with their boxes and confidence.

    A line is a visual row; where it has a wide gap, two spaces stand for it. Columns of prose are read one after the
    other; tables, receipts and forms along their rows. Pages on their side or head are read as well; their boxes are
    where the words are on the image as it was given. A page without text gives an empty text. As many pages are
    recognised at once as there are cores, each in one thread.

    Raises MissingExtra or ModelDamaged when a page needs PP-OCR and rapidocr or its weights are missing.
    """

    models = ("pp-ocrv6-small",)

    prefer: Literal["auto", "layer", "ocr"] = "auto"
    """`layer` takes any text layer, `auto` a readable and complete one, `ocr` none."""
    ocr: OcrOptions = OcrOptions()
    """How text is found and recognised where there is no text layer to take."""

    def load(self) -> PaddleOcr:
        from compound_nodes.ocr import PaddleOcr

        return PaddleOcr(self.ocr)

    def run(self, page: Page | Image) -> PageText:
        sheet = page if isinstance(page, Page) else Page(number=1, image=page)
        return self._trusted_layer(sheet) or self._recognised(sheet)

    def _recognised(self, sheet: Page) -> PageText:
        from compound_nodes.ocr_fragments import fragments_of

        found = fragments_of(self.loaded.read(sheet.image.array))
        return page_text(found, number=sheet.number, frame=sheet.image.frame)

    def _trusted_layer(self, sheet: Page) -> PageText | None:
        layer = sheet.text_layer
        if layer is None or self.prefer == "ocr":
            return None
        if self.prefer == "layer":
            return layer
        return layer if is_readable(layer.content) and is_complete(layer, sheet.image) else None
