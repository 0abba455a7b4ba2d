"""Whatever stands in the place of a kept value: it is computed anew, or what needs it refuses; nothing in it is run."""

from __future__ import annotations

import os
import pickle
import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compound import node, pipeline
from compound.errors import ActResultLost, RunInputLost
from compound.journal.going_on.resuming import Resumption
from compound.journal.journal import Journal
from compound.journal.reading.runs import list_runs
from compound.journal.values import SMALL
from compound.journal.writing.recording import Recording
from compound.store.blobs import Blobs
from compound.store.folder import Folder
from tests.compound.journal.garden import CALLS, calls, count, mend, until_mended

LARGE = SMALL // 4


@node
def longer(text: str) -> str:
    count("longer")
    return f"{text} "


@node(effect="act")
def post(text: str) -> str:
    count("post")
    return text.strip()


@pipeline
def letter(text: str) -> str:
    return until_mended(post(longer(text)))


class Explosive:
    def __reduce__(self) -> Any:
        return os.mkdir, ("exploded",)


def damaged(sound: bytes, data: st.DataObject) -> bytes:
    """The bytes torn, flipped, replaced, or something that would run if it were unpickled."""
    at = data.draw(st.integers(0, len(sound) - 1))
    flipped = sound[:at] + bytes([sound[at] ^ 1 << data.draw(st.integers(0, 7))]) + sound[at + 1 :]
    return data.draw(st.sampled_from([sound[:at], flipped, pickle.dumps(Explosive()), b'"another"', b"null"]))


def edit(place: Path, data: st.DataObject) -> None:
    """One of the kept values is no longer what it was, in the journal itself or as a blob."""
    with closing(sqlite3.connect(place / "compound.db")) as connection, connection:
        rows = connection.execute("SELECT digest, inline, record FROM kept_values ORDER BY digest").fetchall()
        digest, inline, record = data.draw(st.sampled_from(rows))
        if inline is not None:
            changed = data.draw(st.sampled_from([damaged(inline, data), "text", 7, 0.5, None]))
            connection.execute("UPDATE kept_values SET inline = ? WHERE digest = ?", (changed, digest))
        elif data.draw(st.booleans()):
            elsewhere = data.draw(st.sampled_from(["0" * 64, "../../etc/passwd", "", 7, b"x", record[:-1]]))
            connection.execute("UPDATE kept_values SET record = ? WHERE digest = ?", (elsewhere, digest))
        else:
            path = Folder(place / "blobs").path(record)
            path.write_bytes(damaged(path.read_bytes(), data))


@pytest.mark.soak
@settings(max_examples=150)
@given(st.data(), st.sampled_from([1, LARGE]))
def test_a_run_goes_on_rightly_or_says_what_is_lost(data: st.DataObject, words: int) -> None:
    with TemporaryDirectory() as place, pytest.MonkeyPatch.context() as patch:
        patch.chdir(place)
        patch.setenv(CALLS, str(Path(place, "calls")))
        journal = Journal(f"sqlite:///{place}/compound.db", Blobs(Path(place, "blobs")))
        text = "word " * words
        letter.using(memory=Recording(journal)).run(text)
        edit(Path(place), data)
        mend()
        with suppress(ActResultLost, RunInputLost):
            assert Resumption(journal, list_runs(journal, 1)[0].id, letter).run().output == text.strip().upper()
        assert calls()["post"] == 1
        assert not Path(place, "exploded").exists()
        journal.close()
