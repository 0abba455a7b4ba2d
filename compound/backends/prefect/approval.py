"""Asking through Prefect: the flow run pauses, and its page shows a form with the question."""

from __future__ import annotations

import asyncio
import secrets
import sys
import threading
from itertools import count
from typing import TYPE_CHECKING, Any

from blake3 import blake3
from prefect.client.orchestration import get_client
from prefect.client.schemas.responses import SetStateStatus
from prefect.context import FlowRunContext, TaskRunContext
from prefect.flow_runs import apause_flow_run
from prefect.input import RunInput, keyset_from_paused_state
from prefect.states import Paused
from prefect.task_runners import ThreadPoolTaskRunner
from pydantic import Field, ValidationError

from compound.backends.prefect.markdown import fenced, plain
from compound.errors.run import RunCancelled
from compound.run.context import NodeContext, current_node
from compound.run.decision import Decision, Question
from compound.seeing.preview import preview
from compound.seeing.thumbnail import thumbnail
from compound.values.image import Image

if TYPE_CHECKING:
    from uuid import UUID

    from compound.nodes.declaration import Declaration

_APPROVE = "compound.graph.approval:approve"
_LOOK = 1
"""Seconds between looks at whether somebody has answered, and whether the flow run is still wanted."""
_FOREVER = 10 * 365 * 24 * 3600
"""Seconds. A pause has to end some time, and the flow run fails when it does."""
_SILENCE = {"reject": "it is rejected", "approve": "it is approved", "fail": "the node fails"}


class Approval(RunInput):
    """The form that a person fills in."""

    approved: bool = Field(description="Whether to go on with this value.")
    by: str = Field(min_length=1, description="Who decides.")
    note: str = Field("", description="Why.")


class PausedFlow:
    """The `Asker` of one flow run: pauses it for each question, one after another, since a flow run has one form.

    Tasks that are under way go on meanwhile. The answer is kept by the flow run, for the node, the question and the
    digest of the value: should the flow run be started again, an equal value is not asked about again. An input that
    does not fit the form leaves the flow run paused.
    """

    def __init__(self) -> None:
        self._turn = threading.Lock()

    def ask(self, question: Question) -> Decision | None:
        """Raises RunCancelled when the flow run was cancelled, or ended by somebody else, while it waited."""
        with self._turn:
            return asyncio.run(_decision(question))


async def _decision(question: Question) -> Decision | None:
    flow_run = _flow_run()
    answering = asyncio.create_task(_answer(question))
    watching = asyncio.create_task(_end_of(flow_run, current_node()))
    both, silent = {answering, watching}, False
    try:
        done, _ = await asyncio.wait(both, timeout=question.timeout, return_when=asyncio.FIRST_COMPLETED)
        while not done and not silent:
            silent = await _answered_by_silence(flow_run, question)
            done, _ = await asyncio.wait(both, timeout=_LOOK, return_when=asyncio.FIRST_COMPLETED)
        if watching in done:
            await watching
        given = await answering
    finally:
        answering.cancel()
        watching.cancel()
    return None if silent else Decision(given.approved, given.by, given.note)


async def _answer(question: Question) -> Approval:
    form = Approval.with_initial_data(description=_description(question))
    name = _key(question)
    seconds = _FOREVER if question.timeout is None else int(question.timeout) + _FOREVER
    for turn in count():
        key = f"{name}-{turn}"
        try:
            given = await apause_flow_run(form, timeout=seconds, poll_interval=_LOOK, key=key)
            # Of an answer from before Prefect 3.8 gives nothing, though it reads it.
            return given or await form.aload(keyset_from_paused_state(Paused(pause_key=key)))
        except ValidationError:  # it was asked under this key before, by a process that ended without an answer
            continue
    raise AssertionError


async def _end_of(flow_run: UUID, call: NodeContext) -> None:
    """Raises RunCancelled when nobody waits for the answer any more."""
    async with get_client() as client:
        while True:
            await asyncio.sleep(_LOOK)
            call.check()
            state = (await client.read_flow_run(flow_run)).state
            if state is not None and (state.is_final() or state.is_cancelling()):
                raise RunCancelled(pipeline=call.node)


async def _answered_by_silence(flow_run: UUID, question: Question) -> bool:
    """Fills in the form for whoever did not. False when somebody has, or when the flow run has not paused yet."""
    note = f"nobody answered within {question.timeout:g} s"
    filled = Approval(approved=question.silence == "approve", by="nobody", note=note)
    async with get_client() as client:
        resumed = await client.resume_flow_run(flow_run, run_input=filled.model_dump())
    return resumed.status is SetStateStatus.ACCEPT


def _description(question: Question) -> str:
    about = f"Digest `{question.short_digest}`." if question.digest else "It has no digest: it is no data."
    until = ""
    if question.timeout is not None:
        until = f" Without an answer within {question.timeout:g} s {_SILENCE[question.silence]}."
    picture = f"![the value]({thumbnail(question.value)})\n\n" if isinstance(question.value, Image) else ""
    return f"**{plain(question.text)}**\n\n{picture}{fenced(preview(question.value))}\n\n{about}{until}"


def _key(question: Question) -> str:
    """Names the question of this node about this value."""
    task = TaskRunContext.get()
    node = current_node().node if task is None else task.task_run.name
    about = question.digest or secrets.token_hex()
    return blake3("\0".join([node, question.text, about]).encode()).hexdigest()[:32]


def _flow_run() -> UUID:
    context = FlowRunContext.get()
    assert context is not None, "the approver of a flow was asked outside of it"
    assert context.flow_run is not None
    return context.flow_run.id


def asks(node: Declaration) -> bool:
    """Whether calls of the node wait for a person."""
    return node.ref == _APPROVE


def runner_for_people() -> ThreadPoolTaskRunner[Any]:
    """A task runner beside that of the flow, in the flow's own process, for the tasks that wait for a person.

    It has a thread for each of them. In the flow's runner they would keep other tasks from their threads, and on a
    cluster from a worker, for as long as nobody answers. A context manager, as task runners are.
    """
    return ThreadPoolTaskRunner(max_workers=sys.maxsize)
