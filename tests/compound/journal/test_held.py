"""What the journal holds already is not encoded again."""

from __future__ import annotations

import pytest

from compound.journal.journal import Journal
from compound.journal.writing import group
from compound.keys.value import key_of

VALUE = [{"word": "a"}]


def test_a_value_is_encoded_once_however_often_it_is_kept(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    encoded, record_of = [], group.record_of
    monkeypatch.setattr(group, "record_of", lambda value, into: (encoded.append(value), record_of(value, into))[1])
    for _ in range(3):
        journal.writer.keep(key_of(VALUE), VALUE)
        journal.writer.settle()
    assert encoded == [VALUE]


def test_what_leads_to_blobs_is_written_again_since_they_may_be_gone(journal: Journal) -> None:
    large = ["x" * 40_000]
    journal.writer.keep(key_of(large), large)
    journal.writer.settle()
    blobs = journal.values.blobs
    (blob,) = blobs
    blobs.delete(blob)
    journal.writer.keep(key_of(large), large)
    journal.writer.settle()
    assert list(blobs) == [blob]
