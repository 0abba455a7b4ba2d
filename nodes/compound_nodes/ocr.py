"""PP-OCR: lines of text found and recognised in a picture, by the models that the `rapidocr` wheel carries.

The steps are rapidocr's (detect, turn, recognise), put together here for two reasons. Detection looks at a picture of
bounded size while recognition cuts from the full one. And words with their confidence follow from where each
character was decoded; rapidocr's own word boxes pair them with the confidence of other characters.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from statistics import median
from threading import BoundedSemaphore
from typing import TYPE_CHECKING, Any

from compound_nodes.ocr_crop import Quad, crop, extent, lying, upside_down
from compound_nodes.ocr_engine import OcrOptions, start_engine
from compound_nodes.ocr_words import LineWord, line_words

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MAX_ENLARGEMENT = 2.0
"""Detection gains nothing from enlarging a small picture further."""
LONGEST_DETECTED = 8_000
"""Pixels of a side; the detector widens slivers, so that their area alone would not bound its work."""
VOTERS = 15
"""Lines of a page that are asked whether it stands on its head."""


@dataclass(frozen=True, slots=True)
class OcrLine:
    """A recognised line: where it is and what it says, words in reading order."""

    quad: Quad
    words: tuple[LineWord, ...]


class PaddleOcr:
    """The loaded models. Safe to call from several threads, of which as many as there are cores get on at once."""

    def __init__(self, options: OcrOptions) -> None:
        self.options = options
        self._engine = start_engine(options)
        self._cores = BoundedSemaphore(os.cpu_count() or 1)

    def read(self, picture: NDArray[np.uint8]) -> list[OcrLine]:
        """Lines of text in no particular order.

        Args:
            picture: height x width, or height x width x 3 or 4 (RGB, RGBA), uint8.
        """
        with self._cores:
            return self._read(_bgr(picture))

    def _read(self, pixels: NDArray[np.uint8]) -> list[OcrLine]:
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
        by_area, by_side = sqrt(self.options.detect_pixels / (height * width)), LONGEST_DETECTED / max(height, width)
        scale = min(by_area, by_side, MAX_ENLARGEMENT)
        size = max(1, round(width * scale)), max(1, round(height * scale))
        smaller = cv2.resize(pixels, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)
        boxes = self._engine(smaller).boxes
        if boxes is None:
            return []
        quads = [np.asarray(box / (size[0] / width, size[1] / height), np.float32) for box in boxes]
        line_height = median(min(extent(quad)) for quad in quads)
        return [lying(quad, line_height) for quad in quads]

    def _stand_on_their_head(self, pixels: NDArray[np.uint8], quads: Sequence[Quad]) -> bool:
        """What the longest lines say together: of single lines, the classifier gets many wrong."""
        longest = sorted(quads, key=extent, reverse=True)[:VOTERS]
        _, result = self._engine.cls_and_rotate([crop(pixels, quad) for quad in longest])
        votes: list[float] = [score if label == "180" else -score for label, score in result.cls_res]
        return sum(votes) > 0

    def _recognise(self, crops: list[NDArray[np.uint8]]) -> list[tuple[LineWord, ...]]:
        result: Any = self._engine.recognize_txt(crops)
        return [
            line_words(text, info, self.options.min_confidence)
            for text, info in zip(result.txts, result.word_results, strict=True)
        ]


def _bgr(picture: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The picture on white paper, in OpenCV's order of channels, with which PaddleOCR's models were trained."""
    import numpy as np

    if picture.ndim == 2:
        return np.repeat(picture[:, :, None], 3, axis=2)
    if picture.shape[2] == 4:
        opacity = picture[:, :, 3:].astype(np.uint16)
        picture = ((picture[:, :, :3] * opacity + 255 * (255 - opacity)) // 255).astype(np.uint8)
    return np.ascontiguousarray(picture[:, :, ::-1])
