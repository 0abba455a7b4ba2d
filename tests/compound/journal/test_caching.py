"""Runs that are given a cache: what is worth it is computed once, and the journal says what the cache did."""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import Any

import pytest

from compound import Node, Retry, approve, each, node, pipeline
from compound.cache.cache import Cache
from compound.journal.journal import Journal
from compound.journal.reading.runs import NodeRun, details
from compound.journal.writing.recording import Recording
from compound.store.blobs import Blobs
from tests.compound.journal.garden import calls, count

PATIENCE = 20


@pytest.fixture
def memory(journal: Journal, tmp_path: Path) -> Recording:
    return Recording(journal, Cache(tmp_path / "cache.db", journal.values.blobs))


@node(blocking=True)
def slow(x: int) -> int:
    count("slow")
    return x * 10


@node
def quick(x: int) -> int:
    count("quick")
    return x + 1


@node(cache=True)
def inline(x: int) -> int:
    count("inline")
    return x + 2


@node(blocking=True, cache=False)
def never(x: int) -> int:
    count("never")
    return x


@node(blocking=True, effect="read")
def looks(x: int) -> int:
    count("looks")
    return x


@node(effect="write")
def writes(x: int) -> int:
    count("writes")
    return x


@node(blocking=True)
async def waits(x: int) -> int:
    count("waits")
    return x


class Batched(Node, batch=4, blocking=True):
    by: int = 2

    def run(self, x: int) -> int:
        return self.run_batch([x])[0]

    def run_batch(self, x: list[int]) -> list[int]:
        for number in x:
            count(f"batched-{number}")
        return [number * self.by for number in x]


@node(effect="read", blocking=True, cache="files")
def size(file: Path | str) -> int:
    count("size")
    return len(Path(file).read_bytes())


def rows(journal: Journal, run: Any) -> dict[str, NodeRun]:
    return {row.path: row for row in details(journal, run.id).nodes}


def test_what_is_worth_it_is_computed_once(memory: Recording, journal: Journal) -> None:
    @pipeline
    def all_kinds(x: int) -> list[int]:
        return [writes(looks(never(inline(quick(slow(waits(Batched()(x))))))))]

    first = all_kinds.using(memory=memory).run(1)
    second = all_kinds.using(memory=memory).run(1)
    assert first.output == second.output == [23]
    assert {name for name, count in calls().items() if count == 1} == {"batched-1", "waits", "slow", "inline"}
    assert {name: timing.recalled for name, timing in second.timings.items() if timing.recalled} == dict.fromkeys(
        ("batched", "waits", "slow", "inline"), 1
    )
    was, now = rows(journal, first), rows(journal, second)
    assert {path: row.cache for path, row in was.items() if row.cache} == dict.fromkeys(
        ("batched", "waits", "slow", "inline"), "absent"
    )
    assert {path: row.cache for path, row in now.items() if row.cache} == dict.fromkeys(
        ("batched", "waits", "slow", "inline"), "hit"
    )
    assert (was["slow"].key, was["slow"].output) == (now["slow"].key, now["slow"].output)
    assert now["quick"].key is None


def test_without_a_cache_all_is_computed(journal: Journal) -> None:
    @pipeline
    def plain(x: int) -> int:
        return slow(x)

    for _ in range(2):
        plain.using(memory=Recording(journal))(1)
    assert calls()["slow"] == 2


def test_other_inputs_and_other_settings_are_other_answers(memory: Recording) -> None:
    def by(number: int) -> Any:
        @pipeline
        def times(x: int) -> int:
            return Batched(by=number)(x)

        return times.using(memory=memory)

    assert [by(2)(1), by(3)(1), by(2)(5), by(2)(1)] == [2, 3, 10, 2]
    assert calls() == {"batched-1": 2, "batched-5": 1}


def test_equal_items_of_one_run_are_computed_once(memory: Recording) -> None:
    @pipeline
    def items(numbers: list[int]) -> list[int]:
        return each(slow, numbers)

    assert items.using(memory=memory)([1, 2, 1, 1, 2]) == [10, 20, 10, 10, 20]
    assert calls()["slow"] == 2
    assert list(items.using(memory=memory).map([[1], [3], [3]])) == [[10], [30], [30]]
    assert calls()["slow"] == 3


def test_of_a_batch_only_what_is_new_is_computed(memory: Recording) -> None:
    @pipeline
    def items(numbers: list[int]) -> list[int]:
        return each(Batched(), numbers)

    runner = items.using(memory=memory)
    assert (runner([1, 2]), runner([1, 3, 2, 4])) == ([2, 4], [2, 6, 4, 8])
    assert set(calls().values()) == {1}


def test_runs_in_several_threads_compute_an_answer_once(memory: Recording) -> None:
    both = threading.Barrier(2, timeout=PATIENCE)

    @node(blocking=True)
    def patient(x: int) -> int:
        count("patient")
        time.sleep(0.05)
        return x

    @pipeline
    def one(x: int) -> int:
        return patient(x)

    def run() -> None:
        both.wait()
        results.append(one.using(memory=memory)(7))

    results: list[int] = []
    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert (results, calls()["patient"]) == ([7, 7], 1)


def test_a_failure_is_not_kept_and_the_next_run_tries_again(memory: Recording, journal: Journal) -> None:
    @node(blocking=True, retries=Retry(1, wait=0.0))
    def shaky(x: int) -> int:
        count("shaky")
        if calls()["shaky"] < 4:
            raise OSError("not yet")
        return x

    @pipeline
    def one(x: int) -> int:
        return shaky(x)

    runner = one.using(memory=memory)
    assert not runner.run(1).ok
    assert runner(1) == 1
    assert runner(1) == 1
    assert calls()["shaky"] == 4


def test_the_answer_of_a_fallback_is_not_kept_for_the_node_itself(memory: Recording) -> None:
    @node(blocking=True)
    def other(x: int) -> int:
        return -x

    @node(blocking=True, fallback=other)
    def broken(x: int) -> int:
        count("broken")
        raise OSError("down")

    @pipeline
    def one(x: int) -> int:
        return broken(x)

    assert [one.using(memory=memory)(1) for _ in range(2)] == [-1, -1]
    assert calls()["broken"] == 2


def test_a_person_is_asked_every_time(memory: Recording) -> None:
    @pipeline
    def careful(x: int) -> int:
        return approve(x, "really?")

    asked: list[Any] = []
    for _ in range(2):
        careful.using(memory=memory, approver=lambda value, _: not asked.append(value))(1)
    assert asked == [1, 1]


def test_several_values_of_one_port_are_told_apart(memory: Recording) -> None:
    @node(blocking=True)
    def joined(*parts: str) -> str:
        count("joined")
        return "-".join(parts)

    @pipeline
    def two(a: str, b: str) -> str:
        return joined(a, b)

    runner = two.using(memory=memory)
    assert [runner("a", "b"), runner("b", "a"), runner("a", "b")] == ["a-b", "b-a", "a-b"]
    assert calls()["joined"] == 2


class TestFiles:
    @pytest.fixture
    def measure(self, memory: Recording) -> Any:
        @pipeline
        def measure(file: Path | str) -> int:
            return size(file)

        return measure.using(memory=memory)

    def test_an_answer_holds_as_long_as_the_bytes_do(self, measure: Any, tmp_path: Path) -> None:
        file = tmp_path / "a.txt"
        file.write_bytes(b"abc")
        assert [measure(file), measure(str(file)), measure(file)] == [3, 3, 3]
        assert calls()["size"] == 2  # a path and a text are different values
        file.write_bytes(b"abcd")
        assert measure(file) == 4
        file.write_bytes(b"abc")
        assert measure(file) == 3
        assert calls()["size"] == 3

    def test_what_is_not_there_is_looked_for_every_time(self, measure: Any, tmp_path: Path) -> None:
        assert [measure.run(tmp_path / "gone").ok for _ in range(2)] == [False, False]
        assert calls()["size"] == 2

    def test_what_was_changed_while_it_was_read_is_not_kept(self, memory: Recording, tmp_path: Path) -> None:
        file = tmp_path / "a.txt"
        file.write_bytes(b"abc")

        @node(effect="read", blocking=True, cache="files")
        def racing(file: Path) -> int:
            found = len(file.read_bytes())
            count("racing")
            if calls()["racing"] == 1:
                file.write_bytes(b"abcd")
            return found

        @pipeline
        def one(file: Path) -> int:
            return racing(file)

        runner = one.using(memory=memory)
        assert runner(file) == 3
        file.write_bytes(b"abc")
        assert runner(file) == 3
        assert calls()["racing"] == 2


def test_a_run_that_was_cancelled_lets_others_compute(memory: Recording) -> None:
    @node(blocking=True)
    def stuck(x: int) -> int:
        count("stuck")
        while calls()["stuck"] == 1:
            time.sleep(0.001)
        return x

    @pipeline
    def one(x: int) -> int:
        return stuck(x)

    handle = one.using(memory=memory, grace=0.01).start(1)
    while not calls()["stuck"]:
        time.sleep(0.001)
    handle.cancel()
    assert handle.run().status == "cancelled"
    assert one.using(memory=memory)(1) == 1
    assert calls()["stuck"] == 2


def test_an_answer_that_was_changed_in_place_is_computed_again(journal: Journal, tmp_path: Path) -> None:
    """The list that the node gave is what its follower took; whoever changes it must not change the answer kept."""

    @node(blocking=True)
    def numbers(x: int) -> list[int]:
        count("numbers")
        return list(range(x))

    @node
    def spoils(found: list[int]) -> int:
        found.append(99)
        return len(found)

    @pipeline
    def one(x: int) -> int:
        return spoils(numbers(x))

    cache = Cache(tmp_path / "cache.db", Blobs(tmp_path / "blobs"))
    runner = one.using(memory=Recording(journal, cache))
    assert [runner(3), runner(3)] == [4, 4]
