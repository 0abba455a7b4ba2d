"""A value on a few lines."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import pytest
from pydantic import BaseModel

from compound import Extracted, FieldValue, Image
from compound.seeing.preview import LINES, preview
from compound.seeing.thumbnail import BYTES, SIDE, thumbnail


class Invoice(BaseModel):
    number: str
    total: float


@dataclass
class Order:
    item: str
    amount: int


class Pair(NamedTuple):
    left: int
    right: str


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (3, "3 (int)"),
        (Order("pears", 3), "an Order\n  item: 'pears' (str)\n  amount: 3 (int)"),
        (Pair(1, "b"), "a Pair\n  left: 1 (int)\n  right: 'b' (str)"),
        (Invoice(number="A", total=1.5), "an Invoice\n  number: 'A' (str)\n  total: 1.5 (float)"),
        ({"a": [1, 2]}, "a dict of 1 item\n  a: a list of 2 items"),
        ([1], "a list of 1 item"),
        (Order, "the class Order"),
    ],
)
def test_records_and_mappings_show_their_parts(value: Any, shown: str) -> None:
    assert preview(value) == shown


def test_fields_that_were_read_are_shown_and_those_that_were_not_found() -> None:
    found = {"number": FieldValue(value="A17", confidence=0.98, page=1)}
    extracted = Extracted[Invoice](value=None, fields=found, missing=("total",))
    assert preview(extracted).splitlines()[1:] == ["  number: 'A17' (str), 98% sure", "  total: not found"]


def test_it_is_short_and_cannot_steer_a_terminal() -> None:
    lines = preview({f"\x1b[2J{index}": "x" * 1_000 for index in range(100)}).splitlines()
    assert len(lines) == LINES + 2
    assert lines[-1] == f"  and {100 - LINES} more"
    assert not any("\x1b" in line or len(line) > 110 for line in lines)


def test_a_thumbnail_is_small_whatever_the_picture() -> None:
    noise = np.random.default_rng(0).integers(0, 256, (900, 700, 3), np.uint8)
    for pixels in (noise, noise[:4, :4], noise[..., 0], noise[:1]):
        url = thumbnail(Image(np.ascontiguousarray(pixels)))
        assert url.startswith("data:image/webp;base64,")
        assert len(url) <= BYTES


def test_a_thumbnail_keeps_its_proportions() -> None:
    picture = Image.open(_bytes(thumbnail(Image(np.zeros((1_000, 500), np.uint8)))))
    assert (picture.width, picture.height) == (SIDE // 2, SIDE)


def _bytes(url: str) -> bytes:
    import base64

    return base64.b64decode(url.partition(",")[2])
