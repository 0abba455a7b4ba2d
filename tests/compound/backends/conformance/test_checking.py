"""What the kit takes for equal, and the backends that it sees through."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import Phase, find, given, settings

from compound import Pipeline, Retry, each, pipeline, when
from compound.backends.conformance import nodes as n
from compound.backends.conformance.backend import Backend, Local
from compound.backends.conformance.checking import check, check_recalling
from compound.backends.conformance.examples import Example, examples
from compound.errors import BackendDiffers, InputMismatch, MissingExtra, PipelineFailed
from compound.graph.shapes import Each
from compound.run.memory import Memory
from compound.run.opening import Items


@pipeline
def over_items(xs: list[int]) -> int:
    return n.weighed(each(n.inc, xs))


@pipeline
def tried_again(x: int) -> int:
    return n.inc(n.boom_thrice(x))


@pipeline
def half_fails(x: int) -> int:
    return n.add(n.boom(x), n.inc(x))


@pipeline
def chosen(x: int) -> int:
    return when(n.is_big(x), lambda: n.sent(x), x)


@pipeline
def twice(x: int) -> int:
    return n.doubled(n.doubled(x))


class ReordersItems:
    """Gives the items of an `each` in the order in which they came back: the last first."""

    def run(self, pipeline: Pipeline[..., Any], inputs: tuple[Any, ...], memory: Memory) -> Any:
        succeed = Items.succeed
        with patch.object(Items, "succeed", lambda items, results: succeed(items, results[::-1])):
            return Local().run(pipeline, inputs, memory)


class DropsRetries:
    def run(self, pipeline: Pipeline[..., Any], inputs: tuple[Any, ...], memory: Memory) -> Any:
        with patch.object(Retry, "covers", lambda *_: False):
            return Local().run(pipeline, inputs, memory)


class SwallowsFailures:
    def run(self, pipeline: Pipeline[..., Any], inputs: tuple[Any, ...], memory: Memory) -> Any:
        try:
            return Local().run(pipeline, inputs, memory)
        except PipelineFailed:
            return None


class LosesTypesOfErrors:
    """Sends errors home as text."""

    def run(self, pipeline: Pipeline[..., Any], inputs: tuple[Any, ...], memory: Memory) -> Any:
        try:
            return Local().run(pipeline, inputs, memory)
        except PipelineFailed as failed:
            for failure in failed.failures:
                object.__setattr__(failure, "error", RuntimeError(str(failure.error)))
            raise


class RecordsNothing:
    def run(self, pipeline: Pipeline[..., Any], inputs: tuple[Any, ...], memory: Memory) -> Any:
        return pipeline(*inputs)


class DoesItTwice:
    def run(self, pipeline: Pipeline[..., Any], inputs: tuple[Any, ...], memory: Memory) -> Any:
        Local().run(pipeline, inputs, memory)
        return Local().run(pipeline, inputs, memory)


class TravelsAsJson:
    """Its numbers come back as the floats that JavaScript makes of them, which are equal to what they were."""

    def run(self, pipeline: Pipeline[..., Any], inputs: tuple[Any, ...], memory: Memory) -> Any:
        return float(Local().run(pipeline, inputs, memory))


class ComputesAllAgain:
    """Does not ask the cache."""

    def run(self, pipeline: Pipeline[..., Any], inputs: tuple[Any, ...], memory: Memory) -> Any:
        with patch("compound.journal.writing.remembered.key_for", lambda *_: None):
            return Local().run(pipeline, inputs, memory)


def differing(backend: Backend, graph: Pipeline[..., Any], *inputs: Any) -> set[str]:
    """The things in which the backend differs from a local run."""
    with pytest.raises(BackendDiffers) as told:
        check(backend, graph, inputs)
    return {difference.what for difference in told.value.differences}


class TestEqual:
    @settings(max_examples=15)
    @given(examples())
    def test_a_local_run_is_equal_to_another_one(self, example: Example) -> None:
        check(Local(), example.pipeline, example.inputs)

    @settings(max_examples=10)
    @given(examples())
    def test_it_is_so_with_answers_from_a_cache(self, example: Example) -> None:
        check_recalling(Local(), example.pipeline, example.inputs)

    @pytest.mark.soak
    @settings(max_examples=500)
    @given(examples(most=8, depth=3))
    def test_it_is_so_for_many_and_large_graphs(self, example: Example) -> None:
        check(Local(), example.pipeline, example.inputs)
        check_recalling(Local(), example.pipeline, example.inputs)

    def test_inputs_that_are_refused_here_must_be_refused_there(self) -> None:
        check(Local(), over_items, ("no list",))

        class TakesAll:
            def run(self, pipeline: Pipeline[..., Any], inputs: tuple[Any, ...], memory: Memory) -> Any:
                try:
                    return Local().run(pipeline, inputs, memory)
                except InputMismatch:
                    return 0

        assert differing(TakesAll(), over_items, "no list") == {"result"}


class TestWrong:
    def test_items_in_another_order(self) -> None:
        assert {"result", "output in the journal", "node run weighed"} <= differing(
            ReordersItems(), over_items, [1, 2, 3]
        )

    def test_a_dropped_retry(self) -> None:
        assert differing(DropsRetries(), tried_again, 1) == {
            "failure of boom_thrice",
            "node run boom_thrice",
            "error boom_thrice",
        }

    def test_a_swallowed_failure(self) -> None:
        assert {"result", "failure of boom", "blocked add", "output of inc"} <= differing(
            SwallowsFailures(), half_fails, 1
        )

    def test_an_error_of_another_type(self) -> None:
        assert differing(LosesTypesOfErrors(), half_fails, 1) == {"failure of boom"}

    def test_a_run_that_is_not_recorded(self) -> None:
        assert {"journal", "run", "node run doubled"} <= differing(RecordsNothing(), twice, 1)

    def test_a_run_that_is_done_twice(self) -> None:
        assert "journal" in differing(DoesItTwice(), chosen, 11)

    def test_a_value_that_is_equal_but_no_longer_the_same(self) -> None:
        assert differing(TravelsAsJson(), twice, 1) == {"result"}

    def test_answers_that_were_there_and_are_computed_again(self) -> None:
        with pytest.raises(BackendDiffers) as told:
            check_recalling(ComputesAllAgain(), twice, (1,))
        found = {difference.what: difference for difference in told.value.differences}
        assert '"cache": "hit"' in found["node run doubled"].here[0]
        assert '"cache": null' in found["node run doubled"].there[0]

    @pytest.mark.parametrize("backend", [ReordersItems(), DropsRetries(), SwallowsFailures()])
    def test_generated_graphs_find_it(self, backend: Backend) -> None:
        found = find(examples(), fails(backend), settings=settings(max_examples=200, phases=[Phase.generate]))
        assert found.pipeline.spec()["steps"]


def fails(backend: Backend) -> Callable[[Example], bool]:
    def does(example: Example) -> bool:
        try:
            check(backend, example.pipeline, example.inputs)
        except BackendDiffers:
            return True
        return False

    return does


class TestMessage:
    def test_it_says_what_is_seen_here_and_what_there(self) -> None:
        with pytest.raises(BackendDiffers) as told:
            check(SwallowsFailures(), half_fails, (1,))
        assert str(told.value).startswith("the backend does not do what a local run does with half_fails on (1,)")
        assert "\n  failure of boom\n    here:  ValueError: no 1 (attempt 1 of boom)\n" in str(told.value)
        assert "\n  result\n    here:  PipelineFailed\n    there: NoneType " in str(told.value)


class TestExamples:
    @settings(max_examples=50)
    @given(examples())
    def test_they_have_a_serialised_form(self, example: Example) -> None:
        assert example.pipeline.spec()["steps"]

    @pytest.mark.parametrize("holds", [lambda run: run.ok, lambda run: run.failures, lambda run: run.skipped])
    def test_some_succeed_and_some_fail_and_some_have_branches(self, holds: Callable[[Any], bool]) -> None:
        def does(example: Example) -> bool:
            return bool(holds(example.pipeline.run(*example.inputs)))

        assert does(find(examples(), does, settings=settings(phases=[Phase.generate])))

    def test_some_have_bodies_in_bodies(self) -> None:
        def nests(example: Example) -> bool:
            bodies = [s.shape.body for s in example.pipeline.plan.steps if s is not None and isinstance(s.shape, Each)]
            return any(isinstance(s.shape, Each) for body in bodies for s in body.steps if s is not None)

        assert nests(find(examples(), nests, settings=settings(phases=[Phase.generate])))

    def test_one_sentence_says_what_to_install(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "hypothesis", None)
        with pytest.raises(MissingExtra, match=r"pip install 'compound-engine\[conformance\]'"):
            examples()

    def test_checking_needs_neither_hypothesis_nor_prefect(self) -> None:
        script = (
            "import sys, compound.backends.conformance.checking, compound.backends.conformance.flows; "
            "assert not {'hypothesis', 'prefect'} & set(sys.modules)"
        )
        subprocess.run([sys.executable, "-c", script], check=True)
