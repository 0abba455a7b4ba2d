"""Failures: what a node's failure stops, what it does not, and what the caller sees of it."""

from __future__ import annotations

import pickle
import threading
from pathlib import Path
from typing import Any

import pytest

from compound import Failed, Retry, fallback, node, pipeline
from compound.errors import NodeTimeout, PipelineFailed
from compound.run.events import Event, NodeFinished

PATIENCE = 20


@node
def inc(x: int) -> int:
    return x + 1


@node
def boom(x: int) -> int:
    raise ValueError(f"no {x}")


@node
def add(x: int, y: int) -> int:
    return x + y


@pipeline
def half_broken(x: int) -> int:
    return add(inc(boom(x)), inc(x))


def test_what_does_not_depend_on_a_failure_still_finishes() -> None:
    run = half_broken.run(1)
    assert run.status == "failed"
    assert dict(run.outputs) == {"inc#2": 2}
    assert run.failures["boom"] == Failed("boom", run.failures["boom"].error)
    assert dict(run.blocked) == {"inc": "boom", "add": "boom"}
    assert not run.skipped


def test_a_call_raises_what_failed_with_all_that_succeeded() -> None:
    with pytest.raises(PipelineFailed, match=r"half_broken failed:\n  boom: ValueError: no 1") as caught:
        half_broken(1)
    assert isinstance(caught.value.__cause__, ValueError)
    assert caught.value.run.outputs["inc#2"] == 2
    assert [failed.node for failed in caught.value.failures] == ["boom"]


def test_a_failure_names_the_line_of_the_users_code() -> None:
    failed = half_broken.run(1).failures["boom"]
    path, line = failed.place.rsplit(":", 1)
    assert Path(path) == Path(__file__)
    assert "raise ValueError" in Path(__file__).read_text().splitlines()[int(line) - 1]
    assert failed.place in str(failed)


def test_the_line_is_the_users_even_when_a_library_raised() -> None:
    @node
    def parse(x: str) -> int:
        import json

        return len(json.loads(x))

    @pipeline
    def parsing(x: str) -> int:
        return parse(x)

    assert parsing.run("{").failures["parse"].place.startswith(__file__)


def test_a_failure_does_not_keep_the_values_of_the_run_alive() -> None:
    error = half_broken.run(1).failures["boom"].error
    assert error.__traceback__ is not None
    assert error.__traceback__.tb_frame.f_code.co_name == "boom"


def test_of_two_causes_the_first_in_the_graph_is_named() -> None:
    first_failed = threading.Event()

    @node(blocking=True)
    def late(x: int) -> int:
        assert first_failed.wait(PATIENCE)
        raise ValueError("late")

    @node(blocking=True)
    def early(x: int) -> int:
        raise ValueError("early")

    @pipeline
    def doubly_broken(x: int) -> int:
        return inc(add(late(x), early(x)))

    def listener(event: Event) -> None:
        if isinstance(event, NodeFinished) and event.node == "early":
            first_failed.set()

    run = doubly_broken.using(listener=listener).run(1)
    assert dict(run.blocked) == {"add": "late", "inc": "late"}
    assert list(run.failures) == ["late", "early"]


def test_a_failed_effect_fails_the_run_though_there_is_an_output() -> None:
    @node(effect="write")
    def save(x: int) -> None:
        raise OSError("disk full")

    @pipeline
    def saving(x: int) -> int:
        save(x)
        return inc(x)

    run = saving.run(1)
    assert run.status == "failed"
    assert run.outputs["inc"] == 2
    with pytest.raises(PipelineFailed, match="disk full"):
        saving(1)


def test_an_effect_that_was_blocked_fails_the_run() -> None:
    @node(effect="write")
    def save(x: int) -> None:
        raise AssertionError("never called")

    @pipeline
    def saving(x: int) -> int:
        save(boom(x))
        return inc(x)

    assert saving.run(1).status == "failed"
    assert dict(saving.run(1).blocked) == {"save": "boom"}


def test_a_failure_that_a_fallback_took_up_does_not_fail_the_run() -> None:
    @pipeline
    def safe(x: int) -> int:
        return fallback(boom(x), inc(x))

    run = safe.run(1)
    assert run.ok
    assert run.output == 2
    assert list(run.failures) == ["boom"]


def test_a_failed_pipeline_survives_pickling_by_its_words() -> None:
    error = half_broken.run(1).failures["boom"].error
    with pytest.raises(PipelineFailed) as caught:
        half_broken(1)
    copy = pickle.loads(pickle.dumps(caught.value))
    assert str(copy) == str(caught.value)
    assert [failed.node for failed in copy.failures] == ["boom"]
    assert str(copy.failures[0].error) == str(error)


class Flaky:
    """A function that fails the first times it is called."""

    def __init__(self, failures: int, error: type[Exception] = OSError) -> None:
        self.calls = 0
        self.failures = failures
        self.error = error

    def __call__(self, x: int) -> int:
        self.calls += 1
        if self.calls <= self.failures:
            raise self.error(f"call {self.calls}")
        return x


@pytest.mark.parametrize("options", [{}, {"blocking": True}, {"device": "cpu"}])
def test_retries_try_again(options: dict[str, Any]) -> None:
    flaky = Flaky(2)

    @node(retries=Retry(2, wait=0), **options)
    def tried(x: int) -> int:
        return flaky(x)

    @pipeline
    def trying(x: int) -> int:
        return tried(x)

    run = trying.run(1)
    assert run.output == 1
    assert run.timings["tried"].calls == 3


def test_when_no_retry_helps_the_last_failure_counts_the_attempts() -> None:
    flaky = Flaky(9)

    @node(retries=Retry(2, wait=0))
    def tried(x: int) -> int:
        return flaky(x)

    @pipeline
    def trying(x: int) -> int:
        return tried(x)

    failed = trying.run(1).failures["tried"]
    assert failed.attempts == 3
    assert "tried after 3 attempts: OSError: call 3" in str(failed)


def test_only_the_named_failures_are_retried() -> None:
    flaky = Flaky(1, KeyError)

    @node(retries=Retry(3, wait=0, on=(OSError,)))
    def tried(x: int) -> int:
        return flaky(x)

    @pipeline
    def trying(x: int) -> int:
        return tried(x)

    assert not trying.run(1).ok
    assert flaky.calls == 1


def test_waits_between_attempts_grow_up_to_a_longest() -> None:
    retry = Retry(5, wait=1, factor=3, longest=10)
    assert [retry.pause(attempt) for attempt in (1, 2, 3, 4)] == [1, 3, 9, 10]


def test_others_go_on_while_a_retry_waits() -> None:
    flaky = Flaky(1)
    done = threading.Event()

    @node(retries=Retry(1, wait=0.05))
    def tried(x: int) -> int:
        if flaky.calls:
            assert done.wait(PATIENCE)
        return flaky(x)

    @node(blocking=True)
    def other(x: int) -> int:
        done.set()
        return x

    @pipeline
    def trying(x: int) -> int:
        return add(tried(x), other(inc(x)))

    assert trying(1) == 3


def test_a_fallback_node_takes_over_after_the_last_attempt() -> None:
    flaky = Flaky(9)

    @node(retries=Retry(1, wait=0), fallback=inc)
    def tried(x: int) -> int:
        return flaky(x)

    @pipeline
    def trying(x: int) -> int:
        return tried(x)

    run = trying.run(1)
    assert run.output == 2
    assert flaky.calls == 2
    assert run.ok
    assert "fallback inc after OSError" in run.decisions["tried"]


def test_a_fallback_node_gets_keyword_only_arguments_by_name() -> None:
    @node
    def spare(x: int, *, by: int) -> int:
        return x + by

    @node(fallback=spare)
    def tried(x: int, *, by: int) -> int:
        raise OSError

    @pipeline
    def trying(x: int) -> int:
        return tried(x, by=5)

    assert trying(1) == 6


def test_the_output_of_a_fallback_node_is_checked() -> None:
    @node
    def spare(x: int) -> int:
        return "no"  # type: ignore[return-value]

    @node(fallback=spare)
    def tried(x: int) -> int:
        raise OSError

    @pipeline
    def trying(x: int) -> int:
        return tried(x)

    assert "promises int" in str(trying.run(1).failures["tried"])


def test_a_timeout_is_a_failure_that_retries_and_fallbacks_see() -> None:
    release = threading.Event()

    @node(timeout=0.02, fallback=inc)
    def stuck(x: int) -> int:
        release.wait(PATIENCE)
        return x

    @pipeline
    def trying(x: int) -> int:
        return stuck(x)

    run = trying.run(1)
    release.set()
    assert run.output == 2
    assert NodeTimeout.__name__ in run.decisions["stuck"]
