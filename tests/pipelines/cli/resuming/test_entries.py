"""Small files that are there whole or not at all."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from time import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compound_pipelines.cli.resuming.entries import Entries, WriteOnly

KEY = "0" * 64
DAY = 24 * 60 * 60


@pytest.fixture
def entries(tmp_path: Path) -> Entries:
    return Entries(tmp_path / "entries")


def age(file: Path, days: float) -> None:
    then = time() - days * DAY
    os.utime(file, (then, then))


@given(content=st.binary())
def test_what_is_put_is_found(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    entries = Entries(tmp_path_factory.mktemp("entries"))
    assert entries.get(KEY) is None
    entries.put(KEY, content)
    assert entries.get(KEY) == content


@given(data=st.data())
def test_what_was_torn_or_edited_is_not_found(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    folder = tmp_path_factory.mktemp("entries")
    Entries(folder).put(KEY, b"some content")
    whole = (folder / KEY).read_bytes()
    place = data.draw(st.integers(0, len(whole) - 1))
    edited = whole[:place] + bytes([whole[place] ^ data.draw(st.integers(1, 255))]) + whole[place + 1 :]
    (folder / KEY).write_bytes(data.draw(st.sampled_from([whole[:place], edited, whole + b"x"])))
    assert Entries(folder).get(KEY) is None


def test_only_the_owner_may_read_them(entries: Entries, tmp_path: Path) -> None:
    entries.put(KEY, b"private")
    assert stat.S_IMODE((tmp_path / "entries" / KEY).stat().st_mode) == 0o600


def test_a_write_that_fails_leaves_nothing(entries: Entries, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space"):
        entries.put(KEY, b"content")
    assert list((tmp_path / "entries").iterdir()) == []


def test_those_unused_for_long_are_forgotten_with_drafts_of_the_dead(entries: Entries, tmp_path: Path) -> None:
    folder = tmp_path / "entries"
    for key in ("old", "used", "new"):
        entries.put(key, b"content")
    (folder / ".draft").touch()
    for name in ("old", "used", ".draft"):
        age(folder / name, days=31)
    entries.get("used")
    entries.forget_unused(days=30)
    assert {file.name for file in folder.iterdir()} == {"used", "new"}


def test_forgetting_where_nothing_was_kept_is_no_error(entries: Entries) -> None:
    entries.forget_unused(days=30)


def test_work_that_is_done_anew_is_kept_and_not_found(tmp_path: Path) -> None:
    WriteOnly(tmp_path).put(KEY, b"content")
    assert WriteOnly(tmp_path).get(KEY) is None
    assert Entries(tmp_path).get(KEY) == b"content"
