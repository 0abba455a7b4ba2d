"""`approve` in a Prefect flow pauses the flow run until somebody has filled in a form."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import Future
from threading import Thread
from typing import Any

import pytest

from compound import Pipeline, approve, node, pipeline
from compound.errors import ApprovalTimeout, Rejected
from compound.keys.value import key_of
from compound.run.result import Run

pytestmark = [pytest.mark.prefect, pytest.mark.usefixtures("prefect_server")]

PATIENCE = 60


@node
def total(x: int, y: int) -> int:
    return x + y


@pipeline
def careful(x: int) -> int:
    return total(approve(x, "Is *this* right?"), 1)


@pipeline
def twice(x: int, y: int) -> int:
    return total(approve(x, "First?"), approve(y, "Second?"))


class Paused:
    """A flow run that does a run of a pipeline, and whoever sits before its form."""

    def __init__(self, work: Callable[[], Run[Any]], **options: Any) -> None:
        from prefect import flow

        self._flow = flow(name="asks", persist_result=False, **options)(self._work)
        self._do = work
        self.id: Any = None
        self._ended: Future[Run[Any]] = Future()
        Thread(target=self._start, daemon=True).start()

    def _start(self) -> None:
        try:
            self._ended.set_result(self._flow())
        except BaseException as error:  # noqa: BLE001 - raised again for whoever asks for the result
            self._ended.set_exception(error)

    def _work(self) -> Run[Any]:
        from prefect.runtime import flow_run

        self.id = flow_run.id
        return self._do()

    def form(self) -> dict[str, Any]:
        """Schema and description of the form that the flow run has paused for; its description is saved last."""
        for _ in range(PATIENCE * 10):
            state = self.state() if self.id else None
            form = self._saved(state) if state is not None and state.is_paused() else {}
            if "description" in form:
                return form
            assert not self._ended.done(), self._ended.result()
            time.sleep(0.1)
        raise AssertionError("it does not pause")

    def state(self) -> Any:
        with self._client() as client:
            return client.read_flow_run(self.id).state

    def answer(self, **given: Any) -> str:
        """Fills in the form of a flow run that has paused; how the server takes that."""
        self.form()
        with self._client() as client:
            return str(client.resume_flow_run(self.id, run_input=given).status.value)

    def result(self) -> Run[Any]:
        return self._ended.result(PATIENCE)

    def _saved(self, state: Any) -> dict[str, Any]:
        from prefect.input.actions import read_flow_run_input

        keys = state.state_details.run_input_keyset
        parts = {part: read_flow_run_input(keys[part], flow_run_id=self.id) for part in ("schema", "description")}
        return {part: saved for part, saved in parts.items() if saved is not None}

    @staticmethod
    def _client() -> Any:
        from prefect.client.orchestration import get_client

        return get_client(sync_client=True)


def start(graph: Pipeline[Any, Any], *args: Any) -> Paused:
    from compound.backends.prefect.approval import PausedFlow

    return Paused(lambda: graph.using(approver=PausedFlow()).run(*args))


def test_a_yes_lets_the_flow_go_on_and_is_kept() -> None:
    run = start(careful, 4)
    assert run.answer(approved=True, by="ann", note="as agreed") == "ACCEPT"
    assert run.result().output == 5
    assert run.result().decisions == {"approve": "approved by ann: as agreed"}


def test_the_form_says_what_is_asked_and_about_which_value() -> None:
    run = start(careful, 4)
    form = run.form()
    assert form["schema"]["required"] == ["approved", "by"]
    assert form["schema"]["properties"]["approved"]["type"] == "boolean"
    assert "Is &#42;this&#42; right?" in form["description"]
    assert "4 (int)" in form["description"]
    assert key_of(4)[:12] in form["description"]
    run.answer(approved=True, by="ann")
    run.result()


def test_a_no_is_a_rejection() -> None:
    run = start(careful, 4)
    run.answer(approved=False, by="ann", note="too much")
    error = run.result().failures["approve"].error
    assert isinstance(error, Rejected)
    assert (error.by, error.note, error.digest) == ("ann", "too much", key_of(4))


@pytest.mark.parametrize("given", [{"approved": "perhaps", "by": "ann"}, {"approved": True}, {"by": "ann"}, {}])
def test_what_does_not_fit_the_form_leaves_the_flow_paused(given: dict[str, Any]) -> None:
    run = start(careful, 4)
    assert run.answer(**given) == "REJECT"
    assert run.state().is_paused()
    assert run.answer(approved=True, by="ann") == "ACCEPT"
    assert run.result().ok


def test_questions_are_asked_one_after_another() -> None:
    run = start(twice, 1, 2)
    assert run.answer(approved=True, by="ann") == "ACCEPT"
    assert run.answer(approved=True, by="bob") == "ACCEPT"
    assert run.result().output == 3
    assert sorted(run.result().decisions.values()) == ["approved by ann", "approved by bob"]


def test_silence_is_what_the_pipeline_says() -> None:
    @pipeline
    def hurried(x: int) -> int:
        return approve(x, "Anybody?", timeout=0.5, on_timeout="approve")

    run = start(hurried, 4).result()
    assert run.output == 4
    assert run.decisions == {"approve": "approved: nobody answered within 0.5 s"}


def test_silence_may_fail_the_node_and_not_the_flow_run() -> None:
    @pipeline
    def hurried(x: int) -> int:
        return approve(x, "Anybody?", timeout=0.5, on_timeout="fail")

    run = start(hurried, 4)
    assert isinstance(run.result().failures["approve"].error, ApprovalTimeout)
    assert run.state().is_completed()


def test_tasks_go_on_while_a_person_thinks() -> None:
    from prefect import task
    from prefect.task_runners import ThreadPoolTaskRunner

    from compound.backends.prefect.approval import PausedFlow, runner_for_people

    @task(persist_result=False)
    def asked() -> Run[Any]:
        return careful.using(approver=PausedFlow()).run(4)

    @task(persist_result=False)
    def work(x: int) -> int:
        return x + 1

    done: list[int] = []

    def body() -> Run[Any]:
        with runner_for_people() as people:
            waiting = people.submit(asked, parameters={})
            while not run.id or not run.state().is_paused():
                time.sleep(0.1)
            done.extend(work.map(range(3)).result())
            assert run.state().is_paused()
            assert run.answer(approved=True, by="ann") == "ACCEPT"
            answer: Run[Any] = waiting.result()
            return answer

    run = Paused(body, task_runner=ThreadPoolTaskRunner(max_workers=1))
    assert run.result().output == 5
    assert done == [1, 2, 3]


def test_it_is_known_which_nodes_ask() -> None:
    from compound.backends.prefect.approval import asks

    nodes = [step.declaration for step in careful.plan.steps if step is not None and step.declaration is not None]
    assert {node.name: asks(node) for node in nodes} == {"approve": True, "total": False}


def test_a_flow_run_that_is_started_again_does_not_ask_about_an_equal_value_again() -> None:
    from compound.backends.prefect.approval import PausedFlow

    def body() -> Run[int]:
        careful.using(approver=PausedFlow()).run(4)
        return careful.using(approver=PausedFlow()).run(4)

    run = Paused(body)
    run.answer(approved=True, by="ann")
    assert not run.result().failures
    assert run.result().decisions == {"approve": "approved by ann"}


def test_a_flow_run_that_goes_on_without_an_answer_asks_again() -> None:
    from prefect.client.orchestration import get_client
    from prefect.states import Running

    run = start(careful, 4)
    run.form()
    with get_client(sync_client=True) as client:
        client.set_flow_run_state(run.id, Running(), force=True)
    while run.state().is_running():
        time.sleep(0.1)
    assert run.answer(approved=True, by="ann") == "ACCEPT"
    assert run.result().output == 5
