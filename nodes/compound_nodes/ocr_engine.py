"""Starts rapidocr on its own weights: silent, offline, with the threads it is given."""

from __future__ import annotations

import os
from dataclasses import dataclass
from importlib.util import find_spec
from typing import Any

from compound.errors.extras import MissingExtra
from compound_registry.models import ensure

MODEL = "pp-ocrv6-small"
DETECTOR = "PP-OCRv6_det_small.onnx"
RECOGNISER = "PP-OCRv6_rec_small.onnx"
TURNER = "ch_ppocr_mobile_v2.0_cls_mobile.onnx"


@dataclass(frozen=True, slots=True)
class OcrOptions:
    """How PP-OCR reads. The defaults suit scans and photos of printed pages."""

    detect_pixels: int = 1_500_000
    """Size of the picture that lines are looked for in; smaller is faster, larger finds smaller print."""
    min_confidence: float = 0.5
    """0 to 1; lines that were recognised with less are taken for pictures, not text."""
    turn_pages: bool = True
    """Whether a page that stands on its head is turned round for reading."""
    threads: int = 1
    """Of one model call; -1 is one a core, which reads a lone page sooner, and many pages later."""


def start_engine(options: OcrOptions) -> Any:
    """A `rapidocr.RapidOCR` whose call detects only. Raises MissingExtra, or what `ensure` raises for its weights."""
    if find_spec("rapidocr") is None:
        raise MissingExtra(extra="ocr", package="rapidocr")
    folder = ensure(MODEL)
    # onnxruntime 1.31 starts a thread that reports on its use unless told not to; what runs here stays here.
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")

    from rapidocr import RapidOCR

    return RapidOCR(
        params={
            "Global.log_level": "critical",
            "Global.use_cls": False,
            "Global.use_rec": False,
            "Global.return_word_box": True,
            # The caller chooses the size at which lines are looked for.
            "Global.use_preprocess_img": False,
            # By default a wide picture is padded to a quarter of its width, however wide it is.
            "Global.width_height_ratio": -1,
            "Det.limit_type": "max",
            "Det.limit_side_len": 1_000_000,
            "Det.model_path": str(folder / DETECTOR),
            "Rec.model_path": str(folder / RECOGNISER),
            "Cls.model_path": str(folder / TURNER),
            "EngineConfig.onnxruntime.intra_op_num_threads": options.threads,
        }
    )
