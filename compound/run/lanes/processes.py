"""Processes for calls that must be killable: hard timeouts, untrusted input, libraries that crash.

Functions, arguments and results travel by cloudpickle over a private pipe between a parent and the child that it
started, so that the nodes of a script or a notebook work too. Processes are kept and used again.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from multiprocessing.connection import Connection, Pipe
from typing import Any

from compound.errors.run import ProcessDied
from compound.run.lanes.threads import thread_pool
from compound.run.ticket import Ticket


class Worker:
    """A child process that answers one call at a time."""

    def __init__(self) -> None:
        ours, theirs = Pipe()
        self._pipe: Connection = ours
        self._process = subprocess.Popen(
            [sys.executable, "-m", "compound.run.lanes.worker", str(theirs.fileno())], pass_fds=[theirs.fileno()]
        )
        theirs.close()
        self._send(sys.path)

    def _send(self, message: Any) -> None:
        import cloudpickle

        self._pipe.send_bytes(cloudpickle.dumps(message, protocol=5))

    def call(self, node: str, function: Any, args: tuple[Any, ...]) -> Any:
        """The result of the call in the child. Raises what it raised, or ProcessDied."""
        import pickle

        try:
            self._send((function, args))
            succeeded, answer = pickle.loads(self._pipe.recv_bytes())
        except (EOFError, OSError):
            raise ProcessDied(node=node, code=self._process.wait()) from None
        if not succeeded:
            raise answer
        return answer

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def kill(self) -> None:
        """Ends the process at once."""
        self._process.kill()


class ProcessLane:
    """At most one process for each core, each busy with one call."""

    def __init__(self) -> None:
        self._free = threading.Semaphore(os.cpu_count() or 1)
        self._idle: list[Worker] = []

    def submit(self, ticket: Ticket) -> None:
        """Runs the ticket in a process; a thread of the pool waits for the answer."""
        function = ticket.call
        ticket.call = lambda *args: self._call(ticket, function, args)
        thread_pool().submit(ticket)

    def _call(self, ticket: Ticket, function: Any, args: tuple[Any, ...]) -> Any:
        with self._free:
            worker = self._idle.pop() if self._idle else Worker()
            ticket.token.tell(worker.kill)
            try:
                return worker.call(ticket.context.node, function, args)
            finally:
                ticket.token.forget(worker.kill)
                if worker.alive and not ticket.token.cancelled:
                    self._idle.append(worker)


_lane = ProcessLane()


def process_lane() -> ProcessLane:
    """The lane of this process."""
    return _lane
