"""Asking a person."""

from __future__ import annotations

from concurrent.futures import Future, wait
from contextvars import copy_context
from threading import Thread
from typing import Any

from compound.errors.approval import ApprovalTimeout, NoDecision, Rejected
from compound.errors.store import NotKeyable
from compound.run.context import current_node
from compound.run.decision import Approver, Asker, Decision, Question, Silence, Verdict
from compound.run.lanes.threads import thread_pool


def ask(value: Any, text: str, timeout: float | None, silence: Silence) -> None:
    """Returns when the answer is yes, and leaves the decision with the call that asked.

    Raises Rejected, ApprovalTimeout, NoDecision, or NoApprover when there is nobody to ask.
    """
    call = current_node()
    question = Question(value, text, _digest(value), timeout, silence)
    pool = thread_pool()
    pool.make_room()  # whoever waits for a person keeps no other call from a thread
    try:
        decision = _decision(call.approver, question)
    finally:
        pool.take_room()
    verdict = Verdict(text, question.digest, decision or _by_silence(question), expired=decision is None)
    if call.open:
        call.verdicts += (verdict,)
    if not verdict.decision.approved:
        raise Rejected(question=text, by=verdict.decision.by, note=verdict.decision.note, digest=question.digest)


def _decision(approver: Approver | None, question: Question) -> Decision | None:
    """What is decided; None when nobody answered in time."""
    if approver is None:
        from compound.run.on_terminal import Terminal

        return Terminal().ask(question)
    if isinstance(approver, Asker):
        return approver.ask(question)
    return _called(approver, question)


def _called(approver: Any, question: Question) -> Decision | None:
    if question.timeout is None:
        return _as_decision(approver(question.value, question.text), question)
    answer: Future[Any] = Future()
    around = copy_context()

    def call() -> None:
        try:
            answer.set_result(around.run(approver, question.value, question.text))
        except BaseException as error:  # noqa: BLE001 - raised again where the answer is waited for
            answer.set_exception(error)

    Thread(target=call, name="compound-approver", daemon=True).start()
    wait([answer], question.timeout)
    return _as_decision(answer.result(), question) if answer.done() else None


def _as_decision(answer: Any, question: Question) -> Decision:
    if isinstance(answer, Decision):
        return answer
    if isinstance(answer, bool):
        return Decision(answer)
    from compound.ports.summary import summarise

    raise NoDecision(question=question.text, given=summarise(answer))


def _by_silence(question: Question) -> Decision:
    seconds = question.timeout or 0.0
    if question.silence == "fail":
        raise ApprovalTimeout(question=question.text, seconds=seconds, digest=question.digest)
    return Decision(question.silence == "approve", note=f"nobody answered within {seconds:g} s")


def _digest(value: Any) -> str | None:
    from compound.keys.value import key_of

    try:
        return key_of(value)
    except NotKeyable:
        return None
