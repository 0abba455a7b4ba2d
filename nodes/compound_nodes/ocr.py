"""PP-OCR: lines of text found and recognised in a picture, by the models that the `rapidocr` wheel carries.

The steps are rapidocr's (detect, turn, recognise), put together here for two reasons. Detection looks at a picture of
bounded size while recognition cuts from the full one. And words with their confidence follow from where each
character was decoded; rapidocr's own word boxes pair them with the confidence of other characters.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import median
from typing import TYPE_CHECKING, Any

from compound_nodes.ocr_crop import Quad, crop, extent, lying, upside_down
from compound_nodes.ocr_engine import OcrOptions, start_engine
from compound_nodes.ocr_words import LineWord, line_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MAX_ENLARGEMENT = 2.0
"""Detection gains nothing from enlarging a small picture further."""
VOTERS = 15
"""Lines of a page that are asked whether it stands on its head."""


@dataclass(frozen=True, slots=True)
class OcrLine:
    """A recognised line: where it is and what it says, words in reading order."""

    quad: Quad
    words: tuple[LineWord, ...]


class PaddleOcr:
    """The loaded models. Safe to call from several threads."""

    def __init__(self, options: OcrOptions) -> None:
        self.options = options
        self._engine = start_engine(options)

    def read(self, picture: NDArray[np.uint8]) -> list[OcrLine]:
        """Lines of text in no particular order.

        Args:
            picture: height x width, or height x width x 3 or 4 (RGB, alpha ignored), uint8.
        """
        pixels = _bgr(picture)
        quads = self._detect(pixels)
        if not quads:
            return []
        if self.options.turn_pages and self._stand_on_their_head(pixels, quads):
            quads = [upside_down(quad) for quad in quads]
        lines = self._recognise([crop(pixels, quad) for quad in quads])
        return [OcrLine(quad, words) for quad, words in zip(quads, lines, strict=True) if words]

    def _detect(self, pixels: NDArray[np.uint8]) -> list[Quad]:
        import cv2
        import numpy as np

        height, width = pixels.shape[:2]
        scale = min(sqrt(self.options.detect_pixels / (height * width)), MAX_ENLARGEMENT)
        size = max(1, round(width * scale)), max(1, round(height * scale))
        boxes = self._engine(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)).boxes
        if boxes is None:
            return []
        quads = [np.asarray(box / (size[0] / width, size[1] / height), np.float32) for box in boxes]
        line_height = median(min(extent(quad)) for quad in quads)
        return [lying(quad, line_height) for quad in quads]

    def _stand_on_their_head(self, pixels: NDArray[np.uint8], quads: Sequence[Quad]) -> bool:
        """What the longest lines say together: of single lines, the classifier gets many wrong."""
        longest = sorted(quads, key=extent, reverse=True)[:VOTERS]
        _, result = self._engine.cls_and_rotate([crop(pixels, quad) for quad in longest])
        return sum(score if label == "180" else -score for label, score in result.cls_res) > 0

    def _recognise(self, crops: list[NDArray[np.uint8]]) -> list[tuple[LineWord, ...]]:
        result: Any = self._engine.recognize_txt(crops)
        return [
            line_words(text, info, self.options.min_confidence)
            for text, info in zip(result.txts, result.word_results, strict=True)
        ]


def _bgr(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """PaddleOCR's models were trained on OpenCV's order of channels."""
    import cv2

    channels = picture.shape[2] if picture.ndim == 3 else 1
    order = {1: cv2.COLOR_GRAY2BGR, 3: cv2.COLOR_RGB2BGR, 4: cv2.COLOR_RGBA2BGR}[channels]
    converted: NDArray[np.uint8] = cv2.cvtColor(picture, order)
    return converted
