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
    from compound_nodes.reading_order import Fragment


class DocumentRead(Node, device="cpu"):
    """The text of a page in reading order: words and lines with their boxes and confidence.

    A line is a visual row; where it has a wide gap, two spaces stand for it. Columns of prose are read one after the
    other; tables, receipts and forms along their rows. Pages on their side or head are read as
    well; their boxes are where the words are on the image as it was given. A page without text gives an empty text.

    Raises MissingExtra or ModelDamaged when a page needs PP-OCR and rapidocr or its weights are missing.
    """

    models = ("pp-ocrv6-small",)

    prefer: Literal["auto", "layer", "ocr"] = "auto"
    """`layer` takes any text layer, `auto` a readable and complete one, `ocr` none."""
    ocr: OcrOptions = OcrOptions()

    def load(self) -> PaddleOcr:
        from compound_nodes.ocr import PaddleOcr

        return PaddleOcr(self.ocr)

    def run(self, page: Page | Image) -> PageText:
        image, number, layer = (page.image, page.number, page.text_layer) if isinstance(page, Page) else (page, 1, None)
        if layer is not None and self._trusts(layer, image):
            return layer
        return page_text(self._recognised(image), number=number, frame=image.frame)

    def _recognised(self, image: Image) -> list[Fragment]:
        from compound_nodes.ocr_fragments import fragments_of

        return fragments_of(self.loaded.read(image.array))

    def _trusts(self, layer: PageText, image: Image) -> bool:
        if self.prefer == "auto":
            return is_readable(layer.content) and is_complete(layer, image)
        return self.prefer == "layer"
