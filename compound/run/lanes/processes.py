"""Processes for calls that must be killable: hard timeouts, untrusted input, libraries that crash.

Functions, arguments and results travel by cloudpickle over a private pipe between a parent and the child that it
started, so that the nodes of a script or a notebook work too. Processes are kept and used again. A child is the leader
of a process group of its own: what it started ends with it, and Ctrl-C reaches the parent alone.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from contextlib import suppress
from multiprocessing.connection import Connection, Pipe
from typing import Any

import cloudpickle

from compound.errors.run import CannotTravel, ProcessDied
from compound.run.context import NodeContext
from compound.run.events import Event
from compound.run.lanes.forking import renewed_in_child
from compound.run.lanes.threads import ThreadPool
from compound.run.ticket import Ticket

_START = "import sys; sys.path[:] = sys.argv[2:]; from compound.run.lanes.worker import main; main()"


class Worker:
    """A child process that answers one call at a time."""

    def __init__(self) -> None:
        ours, theirs = Pipe()
        self._pipe: Connection = ours
        self._process = subprocess.Popen(
            [sys.executable, "-c", _START, str(theirs.fileno()), *sys.path],
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        theirs.close()
        self._receive("its process")  # until it is ready, so that its start is in nobody's time

    def call(self, context: NodeContext, function: Any, args: tuple[Any, ...]) -> Any:
        """The result of the call in the child. Raises what it raised, ProcessDied, or CannotTravel."""
        message = _pickled(context.node, (function, args))
        self._send(context.node, pickle.dumps((context.node, sys.path, os.getcwd(), message)))
        while True:
            kind, body = self._receive(context.node)
            answer = _unpickled(context.node, body)
            if kind == "answer":
                return answer
            if kind == "error":
                raise answer
            assert isinstance(answer, Event)
            context.tell(answer)

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def kill(self) -> None:
        """Ends the process, and all that it started, at once."""
        if self.alive:
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)

    def bury(self) -> None:
        """Kills the process and waits for its end."""
        self.kill()
        self._process.wait()
        self._pipe.close()

    def _send(self, node: str, message: bytes) -> None:
        try:
            self._pipe.send_bytes(message)
        except OSError:
            raise ProcessDied(node=node, code=self._process.wait()) from None

    def _receive(self, node: str) -> Any:
        try:
            return pickle.loads(self._pipe.recv_bytes())
        except (EOFError, OSError):
            raise ProcessDied(node=node, code=self._process.wait()) from None


def _pickled(node: str, message: Any) -> bytes:
    try:
        return cloudpickle.dumps(message, protocol=5)  # type: ignore[no-any-return]
    except Exception as error:
        raise CannotTravel(node=node, what="the call", direction="to", reason=str(error)) from error


def _unpickled(node: str, message: bytes) -> Any:
    try:
        return pickle.loads(message)
    except Exception as error:
        raise CannotTravel(node=node, what="the answer", direction="from", reason=str(error)) from error


class ProcessLane:
    """At most one process for each core, each busy with one call; a thread waits for the answer."""

    def __init__(self) -> None:
        self._threads = ThreadPool(os.cpu_count() or 1, self._perform)
        self._idle: list[Worker] = []

    def submit(self, ticket: Ticket) -> None:
        """Runs the ticket in a process as soon as one is free."""
        self._threads.submit(ticket)

    def lose(self, ticket: Ticket) -> None:
        """A process that is killed leaves nothing behind."""

    def _perform(self, ticket: Ticket) -> None:
        if ticket.token.cancelled:
            ticket.perform()
            return
        try:
            worker = self._ready()
        except (OSError, ProcessDied) as error:
            ticket.refuse(error)
            return
        function = ticket.call
        ticket.call = lambda *args: self._call(worker, ticket, function, args)
        ticket.perform()

    def _call(self, worker: Worker, ticket: Ticket, function: Any, args: tuple[Any, ...]) -> Any:
        ticket.token.tell(worker.kill)
        try:
            return worker.call(ticket.context, function, args)
        finally:
            ticket.token.forget(worker.kill)
            if worker.alive and not ticket.token.cancelled:
                self._idle.append(worker)
            else:
                worker.bury()

    def _ready(self) -> Worker:
        """A process that waits for a call."""
        while True:
            try:
                worker = self._idle.pop()
            except IndexError:
                return Worker()
            if worker.alive:
                return worker
            worker.bury()


@renewed_in_child
def process_lane() -> ProcessLane:
    """The lane of this process."""
    return ProcessLane()
