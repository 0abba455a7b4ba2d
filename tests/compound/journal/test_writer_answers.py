"""A cache is given answers from the records of the journal, and who waits for one is always let go on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import compound.journal.values
from compound import node
from compound.cache.answers import Answered, Hit
from compound.cache.cache import Cache
from compound.cache.claims import Claim
from compound.errors import JournalUnwritable
from compound.errors.cache import CacheUnusable
from compound.journal import tables
from compound.journal.journal import Journal
from compound.keys.node import Key, node_key
from compound.keys.value import key_of
from compound.store.blobs import Blobs
from compound.store.kept import record_of


@node(cache=True)
def asked(x: int) -> object:
    return x


def key(x: int) -> Key:
    return node_key(asked, {"x": key_of(x)})


@pytest.fixture
def cache(journal: Journal, tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache.db", journal.values.blobs)


def answer(journal: Journal, cache: Cache, x: int, value: Any) -> Claim:
    """Has an answer kept as a run does; gives the claim to it."""
    claim = cache.claims.take(key(x).digest)
    assert claim is not None
    digest = key_of(value)
    journal.writer.keep(digest, value)
    journal.writer.answer(cache, key(x), digest, value, ("model",), 0.5, claim)
    return claim


def found(cache: Cache, x: int, hint: Any = object) -> Any:
    hit = cache.lookup(key(x), hint)
    return hit.value if isinstance(hit, Hit) else hit


def free(cache: Cache, x: int) -> bool:
    claim = cache.claims.take(key(x).digest)
    if claim is not None:
        claim.release()
    return claim is not None


def test_answers_are_there_and_free_when_the_journal_is_settled(journal: Journal, cache: Cache) -> None:
    for x in range(5):
        answer(journal, cache, x, f"answer {x}")
    journal.writer.settle()
    assert [found(cache, x, str) for x in range(5)] == [f"answer {x}" for x in range(5)]
    assert all(free(cache, x) for x in range(5))
    hit = cache.lookup(key(1), str)
    assert isinstance(hit, Hit)
    assert (hit.models, hit.seconds) == (("model",), 0.5)


def test_a_value_is_encoded_once(journal: Journal, cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    encode, encoded = record_of, list[Any]()

    def counted(value: Any, blobs: Blobs) -> bytes:
        encoded.append(value)
        return encode(value, blobs)

    monkeypatch.setattr(compound.journal.values, "record_of", counted)
    answer(journal, cache, 1, ["a", "b"])
    journal.writer.settle()
    assert found(cache, 1, list[str]) == ["a", "b"]
    assert encoded == [["a", "b"]]


def test_a_cache_with_blobs_of_its_own_has_all_of_an_answer(journal: Journal, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache.db", Blobs(tmp_path / "others"))
    answer(journal, cache, 1, np.arange(3))
    journal.writer.settle()
    assert found(cache, 1, np.ndarray).tolist() == [0, 1, 2]


def test_what_was_changed_in_place_since_it_was_named_is_no_answer(journal: Journal, cache: Cache) -> None:
    claim, numbers = cache.claims.take(key(1).digest), [1, 2]
    digest = key_of(numbers)
    numbers.append(3)
    journal.writer.answer(cache, key(1), digest, numbers, (), 0.0, claim)
    journal.writer.settle()
    assert not isinstance(cache.lookup(key(1), list[int]), Hit)
    assert free(cache, 1)


def test_what_has_no_form_is_told_and_nobody_waits_for_it(journal: Journal, cache: Cache) -> None:
    claim = cache.claims.take(key(1).digest)
    journal.writer.answer(cache, key(1), "0" * 64, object(), (), 0.0, claim)
    with pytest.warns(match="kept"):
        journal.writer.settle()
    assert free(cache, 1)
    assert not cache.keeps(key(1))


def test_a_journal_that_fails_takes_no_answer_with_it(journal: Journal, cache: Cache) -> None:
    journal.writer.add(tables.errors, {"run": "of nobody", "path": ""})
    answer(journal, cache, 1, "still true")
    with pytest.raises(JournalUnwritable):
        journal.writer.settle()
    assert found(cache, 1, str) == "still true"
    assert free(cache, 1)


def test_after_a_failure_no_answer_is_taken_and_its_claim_is_released(journal: Journal, cache: Cache) -> None:
    writer = journal.writer
    writer.add(tables.errors, {"run": "of nobody", "path": ""})
    with pytest.raises(JournalUnwritable):
        writer.settle()
    claim = cache.claims.take(key(1).digest)
    with pytest.raises(JournalUnwritable):
        writer.answer(cache, key(1), key_of("late"), "late", (), 0.0, claim)
    assert free(cache, 1)


class Broken(Cache):
    """One that has a defect."""

    def put_all(self, answers: Sequence[Answered]) -> int:
        raise ZeroDivisionError


def test_a_defect_of_the_cache_is_told_to_who_waits_and_ends_neither_claims_nor_journal(
    journal: Journal, tmp_path: Path
) -> None:
    cache = Broken(tmp_path / "cache.db", journal.values.blobs)
    answer(journal, cache, 1, "lost")
    with pytest.raises(ZeroDivisionError):
        journal.writer.settle()
    assert free(cache, 1)
    journal.writer.add(tables.recipes, {"digest": "0" * 64, "parts": "{}"})
    journal.writer.settle()


def test_a_cache_that_cannot_be_written_warns_and_lets_go(journal: Journal, tmp_path: Path) -> None:
    cache = Cache(tmp_path / "file" / "cache.db", journal.values.blobs)
    (tmp_path / "file").touch()
    answer(journal, cache, 1, "lost")
    with pytest.warns(CacheUnusable):
        journal.writer.settle()
    assert free(cache, 1)
