"""Values are kept as records and blobs without code, and what a record needs can be found."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from compound.errors.store import BlobCorrupt, BlobMissing, DigestMalformed
from compound.errors.values import NotDecodable, NotEncodable
from compound.store.blobs import Blobs
from compound.store.folder import Folder
from compound.store.kept import keep, reachable, recall, value_of
from compound.values import Image, Mask, PageText

IMAGE = Image(np.arange(48, dtype=np.uint8).reshape(4, 4, 3))


@pytest.fixture
def blobs(tmp_path: Path) -> Blobs:
    return Blobs(tmp_path)


@pytest.mark.parametrize(
    ("value", "hint"),
    [
        ("grüße \ud800", str),
        ({"a": [1, 2.5, None]}, Any),
        (IMAGE, Image),
        ([Mask(np.eye(4, dtype=np.bool_), IMAGE.frame)], list[Mask]),
        (b"\x00\xff", bytes),
        (float("nan"), float),
    ],
)
def test_what_is_kept_is_recalled(blobs: Blobs, value: Any, hint: Any) -> None:
    found = recall(keep(value, blobs), hint, blobs)
    assert found == value or (found != found and value != value)


def test_equal_values_are_kept_once(blobs: Blobs) -> None:
    assert keep({"image": IMAGE}, blobs) == keep({"image": IMAGE}, blobs)
    assert len(list(blobs)) == 2


def test_a_record_leads_to_its_blobs(blobs: Blobs) -> None:
    record = keep({"pages": [IMAGE, {"raw": b"tea"}]}, blobs)
    assert reachable([record], blobs) == set(blobs)
    assert len(list(blobs)) == 3


def test_bytes_that_look_like_a_record_lead_nowhere(blobs: Blobs) -> None:
    other = blobs.put(b"other")
    record = keep(json.dumps({"$blob": other}).encode(), blobs)
    assert other not in reachable([record], blobs)


def test_a_record_that_is_gone_leads_nowhere_and_a_damaged_one_stops_the_search(blobs: Blobs, tmp_path: Path) -> None:
    assert reachable(["0" * 64], blobs) == {"0" * 64}
    record = keep(b"tea", blobs)
    Folder(tmp_path).path(record).write_bytes(b"{}")
    with pytest.raises(BlobCorrupt):
        reachable([record], blobs)


def test_what_has_no_form_is_refused(blobs: Blobs) -> None:
    deep: list[Any] = []
    for _ in range(10_000):
        deep = [deep]
    for value in (deep, object(), 10**5000):
        with pytest.raises(NotEncodable):
            keep(value, blobs)


@pytest.mark.parametrize(
    ("record", "error"),
    [
        (b"not json", NotDecodable),
        (b"\xff\xfe", NotDecodable),
        (b"[" * 100_000, NotDecodable),
        (b'{"$blob": "../../etc/passwd", "kind": "bytes"}', DigestMalformed),
        (b'{"$type": "os:system", "member": "x"}', NotDecodable),
        (b'{"$blob": "' + b"0" * 64 + b'", "kind": "array"}', BlobMissing),
    ],
)
def test_a_hostile_record_is_refused(blobs: Blobs, record: bytes, error: type[Exception]) -> None:
    with pytest.raises(error):
        recall(blobs.put(record), PageText, blobs)


@pytest.mark.parametrize("record", ["text", 7, None])
def test_what_is_no_record_at_all_is_refused(blobs: Blobs, record: Any) -> None:
    with pytest.raises(NotDecodable):
        value_of(record, int, blobs)
