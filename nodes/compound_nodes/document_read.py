"""`document.read`: what is written on a page, from its text layer or by PP-OCR."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Literal

from compound import Node
from compound.values import Image, Page, PageText
from compound_nodes.ocr_engine import OcrOptions
from compound_nodes.page_text import page_text
from compound_nodes.text_layer import is_complete, is_readable

if TYPE_CHECKING:
    from compound_nodes.ocr import PaddleOcr


AT_ONCE = os.cpu_count() or 1
"""Pages, each read in one thread: more threads for one page cost a third more work in all."""


class DocumentRead(Node, device="cpu", batch=2 * AT_ONCE):
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
        return self.run_batch([page])[0]

    def run_batch(self, pages: Sequence[Page | Image]) -> list[PageText]:
        """The texts of pages, as many of them recognised at once as there are cores."""
        sheets = [page if isinstance(page, Page) else Page(number=1, image=page) for page in pages]
        layers = [self._trusted_layer(sheet) for sheet in sheets]
        recognised = iter(
            self._recognised([sheet for sheet, layer in zip(sheets, layers, strict=True) if layer is None])
        )
        return [next(recognised) if layer is None else layer for layer in layers]

    def _recognised(self, sheets: Sequence[Page]) -> list[PageText]:
        if not sheets:
            return []
        from compound_nodes.ocr_fragments import fragments_of

        reader: PaddleOcr = self.loaded

        def read(sheet: Page) -> PageText:
            found = fragments_of(reader.read(sheet.image.array))
            return page_text(found, number=sheet.number, frame=sheet.image.frame)

        with ThreadPoolExecutor(min(AT_ONCE, len(sheets))) as threads:
            return list(threads.map(read, sheets))

    def _trusted_layer(self, sheet: Page) -> PageText | None:
        layer = sheet.text_layer
        if layer is None or self.prefer == "ocr":
            return None
        if self.prefer == "layer":
            return layer
        return layer if is_readable(layer.content) and is_complete(layer, sheet.image) else None
