"""A run of fifty nodes with the default models: payment slips are read, understood, filed and answered."""

from __future__ import annotations

import os
import threading
from decimal import Decimal
from functools import cache
from pathlib import Path

from pydantic import BaseModel, Field

from compound import each, node, pipeline
from compound.journal.writing.description import describe, recipes_of
from compound.values import Embedding, Extracted, Image, Label, PageText, Text
from compound_registry import use
from tests.faults.ledger import act_now
from tests.faults.subject import Subject

_ALONE = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "TOKENIZERS_PARALLELISM": "false",
    "ORT_DISABLE_TELEMETRY": "1",
}
"""Under these, torch, numpy, the tokenizers and onnxruntime start no threads."""
_WORDS = ("Total 12.50", "Total 7.20", "Total 99.00", "Room 14", "Total 45.10", "Dear Anna")


class Slip(BaseModel):
    """What stands on a slip."""

    total: Decimal | None = Field(None, description="total to pay")


@node(effect="write")
def file(page: PageText) -> int:
    act_now()
    return len(page.content)


@node
def due(found: Extracted[Slip]) -> str:
    return str(found.value and found.value.total)


@node
def line(size: int, meaning: Embedding, kind: Label, due: str) -> str:
    # Of a vector only what a batch of another size cannot change.
    return f"{size} characters, mostly {abs(meaning.array).argmax()}, {kind.name}, due {due}"


@node(effect="act")
def post(line: str) -> str:
    act_now()
    return f"posted: {line}"


@node
def letter(lines: list[str]) -> Text:
    return Text(content="; ".join(lines))


@pipeline
def slip(picture: Image) -> str:
    page = use("document.read", prefer="ocr")(picture)
    return post(
        line(
            file(page),
            use("text.embed")(page),
            use("text.classify", labels=("invoice", "letter"))(page),
            due(use("text.extract", schema=Slip)(page)),
        )
    )


@pipeline
def slips(pictures: list[Image]) -> Text:
    answer: Text = use("text.generate", max_tokens=2)(letter(each(slip, pictures)))
    return answer


@cache
def pictures() -> list[Image]:
    """Six slips."""
    from PIL import Image as Drawing
    from PIL import ImageDraw, ImageFont

    def drawn(words: str) -> Image:
        drawing = Drawing.new("L", (160, 48), "white")
        ImageDraw.Draw(drawing).text((8, 10), words, fill="black", font=ImageFont.load_default(22))
        return Image.from_pil(drawing)

    return [drawn(words) for words in _WORDS]


def warm() -> None:
    """Loads all models, in one thread: what forks off would not have others. Raises RuntimeError if there are some."""
    os.environ.update(_ALONE)
    import cv2
    import torch

    from compound.models.pool import pool

    cv2.setNumThreads(0)
    torch.set_num_threads(1)
    pool().idle = None
    page = use("document.read", prefer="ocr")(pictures()[0])
    use("text.embed")(page)
    use("text.classify", labels=("invoice", "letter"))(page)
    use("text.extract", schema=Slip)(page)
    use("text.generate", max_tokens=2)(page)
    tasks = Path("/proc/self/task")
    count = len(list(tasks.iterdir())) if tasks.exists() else threading.active_count()
    if count > 1:
        raise RuntimeError(f"{count - 1} threads besides the main one, which a fork does not take along")
    recipes_of(describe(slips))


SUBJECT = Subject(slips, pictures, warm)
