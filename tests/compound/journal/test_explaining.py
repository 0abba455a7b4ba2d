"""Why a node's answer came from the cache or was computed, in words and part by part."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import update

from compound import Node, each, node, pipeline
from compound.cache.cache import Cache
from compound.errors import NodeNotInRun
from compound.graph.pipeline import Pipeline
from compound.journal import tables
from compound.journal.going_on.rerunning import Rerun
from compound.journal.journal import Journal
from compound.journal.reading.explaining import Explanation, explain
from compound.journal.reading.runs import details, list_runs
from compound.journal.writing.description import describe
from compound.journal.writing.recording import Recording
from compound.keys.node import Key, node_key
from compound.keys.value import key_of
from compound.nodes.declaration import Declaration
from compound.store.blobs import Blobs
from tests.compound.journal.garden import double, send, slow


@node(cache=True)
def weigh(x: int) -> int:
    return 2 * x


@node(cache=False, blocking=True)
def forgetful(x: int) -> int:
    return x


@node(effect="read")
def look(x: int) -> int:
    return x


@node(cache=True)
def picky(x: int) -> int:
    raise ValueError("no")


@node(cache=True)
def swallow(thing: object) -> int:
    return 1


class Scaled(Node):
    factor: int = 2

    def run(self, x: int) -> int:
        return self.factor * x


@pipeline
def scales(x: int) -> int:
    return weigh(double(x))


@pipeline
def rows(numbers: list[int]) -> list[int]:
    return each(weigh, numbers)


@pipeline
def scaled(x: int) -> int:
    return Scaled(factor=3).named("scaled")(x)


@pipeline
def failing(x: int) -> int:
    return picky(x)


@pipeline
def opaque(thing: object) -> int:
    return swallow(thing)


@pipeline
def many(x: int) -> list[Any]:
    return [slow(x), double(x), forgetful(x), look(x), send(x)]


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "cache.db", Blobs(tmp_path / "blobs"))


def ran(journal: Journal, done: Pipeline[..., Any], *given: Any) -> str:
    """Id of a run."""
    done.using(memory=Recording(journal)).run(*given)
    return list_runs(journal, 1)[0].id


def answered(journal: Journal, run: str, path: str, cache: str, key: Key) -> None:
    """As if the cache had been asked for the key, and had said so."""
    rows_ = tables.node_runs
    with journal.engine.begin() as connection:
        asked = (rows_.c.run == run) & (rows_.c.path == path)
        connection.execute(update(rows_).where(asked).values(key=key.digest, cache=cache))


def weighed(x: int, version: str = "1") -> Key:
    return node_key(weigh.with_policy(version=version), {"x": key_of(x)})


def nothing_known() -> Mapping[str, Declaration]:
    return {}


def why(journal: Journal, cache: Cache, run: str, name: str, of: Pipeline[..., Any] | None = None) -> Explanation:
    known = nothing_known if of is None else lambda: describe(of).nodes
    [found] = explain(journal, cache, run, name, known)
    return found


def test_a_hit_says_when_the_answer_was_computed(journal: Journal, cache: Cache) -> None:
    cache.put(weighed(6), 12)
    run = ran(journal, scales, 3)
    answered(journal, run, "weigh", "hit", weighed(6))
    found = why(journal, cache, run, "weigh")
    assert time.strftime("%Y-%m-%d") in found.sentence
    assert (found.cache, found.changes) == ("hit", ())


def test_a_hit_that_was_trimmed_since_is_still_a_hit(journal: Journal, cache: Cache) -> None:
    run = ran(journal, scales, 3)
    answered(journal, run, "weigh", "hit", weighed(6))
    assert "not in the cache any more" in why(journal, cache, run, "weigh").sentence


def test_where_nothing_earlier_exists_it_says_so(journal: Journal, cache: Cache) -> None:
    run = ran(journal, scales, 3)
    cache.put(weighed(6), 12)
    answered(journal, run, "weigh", "absent", weighed(6))
    assert "No earlier answer" in why(journal, cache, run, "weigh").sentence


def test_a_miss_names_the_input_that_changed_where_it_came_from_and_its_values(journal: Journal, cache: Cache) -> None:
    ran(journal, scales, 1)
    cache.put(weighed(2), 4)
    run = ran(journal, scales, 3)
    answered(journal, run, "weigh", "absent", weighed(6))
    cache.put(weighed(6), 12)
    found = why(journal, cache, run, "weigh")
    [change] = found.changes
    assert (change.part, change.before, change.after) == ("input x", "2", "6")
    assert change.meaning == "input `x`, which is double"
    assert change.meaning in found.sentence


def test_a_miss_names_every_part_that_changed(journal: Journal, cache: Cache) -> None:
    cache.put(weighed(2, version="0.9"), 4)
    run = ran(journal, scales, 3)
    answered(journal, run, "weigh", "absent", weighed(6))
    cache.put(weighed(6), 12)
    changes = {change.part: (change.before, change.after) for change in why(journal, cache, run, "weigh").changes}
    assert changes.keys() == {"input x", "version"}
    assert changes["version"] == ("0.9", "1")


def test_settings_and_code_are_named(journal: Journal, cache: Cache) -> None:
    key, before = (node_key(Scaled(factor=factor).declaration, {"x": key_of(4)}) for factor in (3, 2))
    cache.put(before, 8)
    run = ran(journal, scaled, 4)
    answered(journal, run, "scaled", "absent", key)
    cache.put(key, 12)
    [change] = why(journal, cache, run, "scaled").changes
    assert (change.part, change.meaning) == ("setting factor", "setting `factor`")


def test_of_a_node_that_failed_the_journal_knows_what_the_key_was_made_of(journal: Journal, cache: Cache) -> None:
    cache.put(node_key(picky, {"x": key_of(1)}), 1)
    run = ran(journal, failing, 2)
    answered(journal, run, "picky", "absent", node_key(picky, {"x": key_of(2)}))
    assert [change.part for change in why(journal, cache, run, "picky").changes] == ["input x"]


@pytest.mark.parametrize("reason", ["expired", "gone", "broken", "unreadable", "unusable"])
def test_other_misses_have_a_sentence_of_their_own(journal: Journal, cache: Cache, reason: str) -> None:
    run = ran(journal, scales, 3)
    answered(journal, run, "weigh", reason, weighed(6))
    found = why(journal, cache, run, "weigh")
    assert found.cache == reason
    assert found.sentence.endswith(".")
    assert not found.changes


def test_what_was_taken_from_another_run_names_it(journal: Journal, cache: Cache) -> None:
    run = ran(journal, scales, 3)
    again = Rerun(journal, run, scales, "weigh")
    again.run()
    assert again.run_id is not None
    assert run in why(journal, cache, again.run_id, "double").sentence


@pytest.mark.parametrize(
    ("name", "said", "said_without_pipeline"),
    [
        ("slow", "had no cache", "costs too little"),
        ("double", "cache=True", "costs too little"),
        ("forgetful", "cache=False", "costs too little"),
        ("look", "effect='read'", "effect='read'"),
        ("send", "effect='act'", "effect='act'"),
    ],
)
def test_where_the_cache_was_not_asked_it_says_why(
    journal: Journal, cache: Cache, name: str, said: str, said_without_pipeline: str
) -> None:
    run = ran(journal, many, 3)
    assert said in why(journal, cache, run, name, many).sentence
    assert said_without_pipeline in why(journal, cache, run, name).sentence


def test_an_input_that_has_no_key_is_named(journal: Journal, cache: Cache) -> None:
    assert "`thing`" in why(journal, cache, ran(journal, opaque, object()), "swallow", opaque).sentence


def test_all_items_or_one(journal: Journal, cache: Cache) -> None:
    run = ran(journal, rows, [1, 2, 3])
    every = explain(journal, cache, run, "each/weigh", nothing_known)
    assert [found.path for found in every] == ["each[0]/weigh", "each[1]/weigh", "each[2]/weigh"]
    assert [found.path for found in explain(journal, cache, run, "each[1]/weigh", nothing_known)] == ["each[1]/weigh"]


def test_a_node_that_did_not_run_is_refused(journal: Journal, cache: Cache) -> None:
    with pytest.raises(NodeNotInRun) as refused:
        explain(journal, cache, ran(journal, scales, 3), "wiegh", nothing_known)
    assert refused.value.near == ("weigh",)


def test_what_the_engine_records_is_understood(journal: Journal, cache: Cache) -> None:
    def answer(x: int) -> Explanation:
        scales.using(memory=Recording(journal, cache)).run(x)
        return why(journal, cache, list_runs(journal, 1)[0].id, "weigh", scales)

    first, same, other = answer(3), answer(3), answer(4)
    assert (first.cache, same.cache, other.cache) == ("absent", "hit", "absent")
    assert [change.part for change in other.changes] == ["input x"]
    assert details(journal, list_runs(journal, 1)[0].id).nodes[1].key == other.key
