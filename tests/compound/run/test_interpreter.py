"""Random graphs give what a naive interpreter of the rules gives, whatever time their nodes take."""

from __future__ import annotations

import asyncio
import random
import time
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compound import Pipeline, fallback, node, pipeline, when

MOST_DELAY = 0.002  # seconds


def work(xs: tuple[int, ...], fails_on: int) -> int:
    result = sum(xs) + len(xs)
    if result % 4 == fails_on:
        raise ValueError(result)
    return result


@node
def inline(fails_on: int, *xs: int) -> int:
    return work(xs, fails_on)


@node(blocking=True)
def blocking(fails_on: int, *xs: int) -> int:
    time.sleep(random.random() * MOST_DELAY)
    return work(xs, fails_on)


@node
async def asynchronous(fails_on: int, *xs: int) -> int:
    await asyncio.sleep(random.random() * MOST_DELAY)
    return work(xs, fails_on)


@node(device="cpu")
def model(fails_on: int, *xs: int) -> int:
    return work(xs, fails_on)


@node(effect="write")
def effect(fails_on: int, *xs: int) -> int:
    return work(xs, fails_on)


@node
def is_even(x: int) -> bool:
    return x % 2 == 0


@node
def total(*xs: int) -> int:
    return sum(xs)


NODES = {"inline": inline, "blocking": blocking, "async": asynchronous, "model": model, "effect": effect}


@dataclass(frozen=True)
class Op:
    """A step: its kind, the earlier values that it uses (0 is the input), and the remainder on which it fails."""

    kind: str
    sources: tuple[int, ...]
    fails_on: int = -1


@dataclass(frozen=True)
class Ended:
    """How a step ended: with a value, by a failure or blocked by `cause` (an op), or skipped."""

    state: str
    value: Any = None
    cause: int = 0


SKIPPED = Ended("skipped")


@st.composite
def graphs(draw: st.DrawFn) -> tuple[Op, ...]:
    """Ops of which the last sums up all that nothing else uses."""
    ops: list[Op] = [Op("input", ())]
    for _ in range(draw(st.integers(1, 12))):
        earlier = st.sampled_from([index for index, op in enumerate(ops) if op.kind != "is_even"])
        kind = draw(st.sampled_from(["inline", "inline", "blocking", "async", "model", "effect", "when", "fallback"]))
        if kind == "when":
            ops.append(Op("is_even", (draw(earlier),)))
            ops.append(Op("when", (len(ops) - 1, draw(earlier), draw(earlier))))
        elif kind == "fallback":
            ops.append(Op("fallback", (draw(earlier), draw(earlier))))
        else:
            sources = tuple(draw(st.lists(earlier, min_size=1, max_size=3)))
            ops.append(Op(kind, sources, draw(st.sampled_from([-1, -1, 0, 1, 2, 3]))))
    used = {source for op in ops for source in op.sources}
    ends = tuple(i for i, op in enumerate(ops) if i not in used and op.kind != "effect")
    return (*ops, Op("total", ends or (0,)))


def as_pipeline(ops: tuple[Op, ...]) -> Pipeline[[int], int]:
    def traced(x: int) -> int:
        values: list[Any] = [x]
        for index, op in enumerate(ops[1:], 1):
            values.append(_step(op, index, values))
        return values[-1]  # type: ignore[no-any-return]

    return pipeline(traced)


def _step(op: Op, index: int, values: list[Any]) -> Any:
    given = [values[source] for source in op.sources]
    if op.kind == "when":
        made: Any = when(*given)
    elif op.kind == "fallback":
        made = fallback(*given)
    elif op.kind in NODES:
        made = NODES[op.kind](op.fails_on, *given)
    else:
        made = {"is_even": is_even, "total": total}[op.kind](*given)
    return made.named(f"op{index}")


class Interpreter:
    """The rules, each written down as plainly as it is said.

    A step is inside a branch when every path from it to something that must run leads through that branch. It runs
    when all branches around it are chosen and all its inputs are there.
    """

    def __init__(self, ops: tuple[Op, ...], x: int) -> None:
        self.ops = ops
        self.x = x
        self.ended = lru_cache(None)(self._ended)
        self.decided = lru_cache(None)(self._decided)

    @cached_property
    def roots(self) -> list[int]:
        return [len(self.ops) - 1, *(i for i, op in enumerate(self.ops) if op.kind == "effect")]

    def options(self, index: int) -> dict[int, int]:
        """Places of the sources of a branch that are only one of its values, to the number of that value."""
        return {"when": {1: 0, 2: 1}, "fallback": {1: 1}}.get(self.ops[index].kind, {})

    def around(self, index: int) -> Iterator[tuple[int, int]]:
        """The branches that a step is inside of."""
        for branch in range(len(self.ops)):
            for number in set(self.options(branch).values()):
                if not self.is_needed(index, branch, number):
                    yield branch, number

    def is_needed(self, index: int, branch: int, number: int) -> bool:
        """Whether something that must run needs the step though that option of the branch is cut off."""
        reached: set[int] = set()
        stack = list(self.roots)
        while stack:
            user = stack.pop()
            if user in reached:
                continue
            reached.add(user)
            for place, source in enumerate(self.ops[user].sources):
                if user != branch or self.options(user).get(place) != number:
                    stack.append(source)
        return index in reached

    def outside(self, index: int) -> Ended | None:
        """Why the branches around a step keep it from running, if they do."""
        answers = [(number, self.decided(branch)) for branch, number in self.around(index)]
        blocked = [ended.cause for _, ended in answers if ended.state == "blocked"]
        if blocked:
            return Ended("blocked", cause=min(blocked))
        if any(ended.state == "skipped" or ended.value != number for number, ended in answers):
            return SKIPPED
        return None

    def _decided(self, branch: int) -> Ended:
        """Which option of a branch is chosen."""
        kept = self.outside(branch)
        condition = self.ended(self.ops[branch].sources[0])
        bad = condition.state != "done"
        if kept is not None and kept.state == "blocked" and bad:
            return Ended("blocked", cause=min(kept.cause, condition.cause))
        if kept is not None:
            return kept
        if self.ops[branch].kind == "fallback":
            return Ended("done", int(bad))
        return Ended("blocked", cause=condition.cause) if bad else Ended("done", 0 if condition.value else 1)

    def _ended(self, index: int) -> Ended:
        op = self.ops[index]
        if op.kind == "input":
            return Ended("done", self.x)
        return self._merged(index) if op.kind in ("when", "fallback") else self._called(index)

    def _merged(self, branch: int) -> Ended:
        op = self.ops[branch]
        decided = self.decided(branch)
        choices = op.sources[1:] if op.kind == "when" else op.sources
        if decided.state == "done":
            chosen = self.ended(choices[decided.value])
            return chosen if chosen.state == "done" else Ended("blocked", cause=chosen.cause)
        if decided.state == "skipped":
            return SKIPPED
        bad = [ended.cause for ended in map(self.ended, choices) if ended.state in ("failed", "blocked")]
        return Ended("blocked", cause=min([decided.cause, *bad]))

    def _called(self, index: int) -> Ended:
        op = self.ops[index]
        kept = self.outside(index)
        if kept is SKIPPED:
            return SKIPPED
        inputs = [self.ended(source) for source in op.sources]
        causes = [ended.cause for ended in inputs if ended.state != "done"]
        if kept is not None:
            causes.append(kept.cause)
        if causes:
            return Ended("blocked", cause=min(causes))
        values = tuple(ended.value for ended in inputs)
        if op.kind == "is_even":
            return Ended("done", values[0] % 2 == 0)
        if op.kind == "total":
            return Ended("done", sum(values))
        try:
            return Ended("done", work(values, op.fails_on))
        except ValueError:
            return Ended("failed", cause=index)

    def ids(self, state: str) -> dict[str, Ended]:
        ended = {f"op{index}": self.ended(index) for index in range(1, len(self.ops))}
        return {name: end for name, end in ended.items() if end.state == state}

    @property
    def ok(self) -> bool:
        used = {source for op in self.ops for source in op.sources}
        must = [index for index in self.roots if index not in used]
        return all(self.ended(index).state == "done" for index in must)


def assert_agrees(ops: tuple[Op, ...], x: int) -> None:
    expected, run = Interpreter(ops, x), as_pipeline(ops).run(x)
    assert dict(run.outputs) == {name: ended.value for name, ended in expected.ids("done").items()}
    assert set(run.failures) == set(expected.ids("failed"))
    assert dict(run.blocked) == {name: f"op{ended.cause}" for name, ended in expected.ids("blocked").items()}
    assert run.skipped == set(expected.ids("skipped"))
    assert run.ok is expected.ok


@settings(max_examples=150, deadline=None)
@given(graphs(), st.integers(0, 3))
def test_a_run_agrees_with_the_rules(ops: tuple[Op, ...], x: int) -> None:
    assert_agrees(ops, x)


@pytest.mark.soak
@settings(max_examples=5_000, deadline=None)
@given(graphs(), st.integers(0, 3))
def test_many_runs_agree_with_the_rules(ops: tuple[Op, ...], x: int) -> None:
    assert_agrees(ops, x)
