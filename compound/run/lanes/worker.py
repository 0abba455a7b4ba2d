"""The child process of the process lane: answers calls from its pipe, and ends when its parent does."""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
from multiprocessing.connection import Connection
from queue import SimpleQueue
from types import GeneratorType
from typing import Any

import cloudpickle

from compound.errors.run import CannotTravel
from compound.nodes.calling import drain
from compound.run.blame import mark_place
from compound.run.context import NodeContext, entered
from compound.run.events import Event, NodePartial


def main() -> None:
    pipe = Connection(int(sys.argv[1]))
    calls: SimpleQueue[bytes] = SimpleQueue()
    threading.Thread(target=_listen, args=(pipe, calls), daemon=True).start()
    pipe.send_bytes(pickle.dumps("ready"))
    while True:
        _answer(pipe, calls.get())


def _listen(pipe: Connection, calls: SimpleQueue[bytes]) -> None:
    """Takes calls in; the end of the pipe is the end of the parent, however it ended."""
    while True:
        try:
            calls.put(pipe.recv_bytes())
        except (EOFError, OSError):
            os.killpg(os.getpgid(0), signal.SIGKILL)


def _answer(pipe: Connection, message: bytes) -> None:
    node, sys.path[:], folder, call = pickle.loads(message)
    os.chdir(folder)

    def tell(event: Event) -> None:
        pipe.send_bytes(pickle.dumps(("event", _encoded(node, event))))

    try:
        with entered(NodeContext(node, emit=tell)) as context:
            kind, body = "answer", _encoded(node, _result(call, context))
    except BaseException as error:  # noqa: BLE001 - the parent raises it
        kind, body = "error", encoded_error(node, error)
    pipe.send_bytes(pickle.dumps((kind, body)))


def _result(call: bytes, context: NodeContext) -> Any:
    function, args = pickle.loads(call)
    value = function(*args)
    if type(value) is GeneratorType:
        return drain(value, lambda partial: context.tell(NodePartial(context.node, partial)))
    return value


def _encoded(node: str, value: Any) -> bytes:
    try:
        return cloudpickle.dumps(value, protocol=5)  # type: ignore[no-any-return]
    except Exception as error:
        what = f"a {type(value).__name__}"
        raise CannotTravel(node=node, what=what, direction="from", reason=str(error)) from error


def encoded_error(node: str, error: BaseException) -> bytes:
    """The error with the place where it was raised; one that cannot be made anew from its pickle is told in words."""
    mark_place(error)
    try:
        encoded: bytes = cloudpickle.dumps(error, protocol=5)
        pickle.loads(encoded)
    except Exception as reason:  # noqa: BLE001 - whatever the class does when it is pickled
        what = f"{type(error).__name__}: {error}"
        stand_in = mark_place(CannotTravel(node=node, what=what, direction="from", reason=str(reason)), of=error)
        encoded = cloudpickle.dumps(stand_in, protocol=5)
    return encoded
