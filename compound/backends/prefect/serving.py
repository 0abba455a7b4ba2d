"""A Prefect server and a worker for development, which run until they are interrupted.

All that they keep is in `state_folder`: the server's database, unless another is named, and the logs of both.
"""

from __future__ import annotations

import os
import signal
import socket
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from filelock import FileLock, Timeout
from prefect.settings import PREFECT_API_URL, PREFECT_HOME, temporary_settings

from compound.backends.prefect.deploying import Deployment, deploy, ensure_pool
from compound.backends.prefect.place import address_file, served_url, state_folder
from compound.backends.prefect.programs import Program
from compound.backends.prefect.reaching import server
from compound.backends.prefect.recovering import INTERRUPTED, RESTARTED, ensure_recovery, settle_abandoned
from compound.backends.prefect.serving_settings import Serving, environment
from compound.errors.deploy import AlreadyServing, PortTaken, ServerFailed
from compound.journal.journal import Journal
from compound.store.lasting import make_folder

_PATIENCE = 180.0  # seconds that a start may take; with a new database it takes 20 on a machine that is not busy
_GRACE = 15.0  # seconds that each program gets to end by itself
_SHORT_LIFE = 30.0  # seconds; what ends sooner is not started again

Say = Callable[[str], None]


def serve(serving: Serving, deployments: Sequence[Deployment], say: Say) -> None:
    """Starts both, deploys, and returns once it was interrupted and all processes have ended.

    `say` is given a line for each thing that people want to know; the last one before it waits begins with `ready`.
    A server or worker that is killed is started again. Raises AlreadyServing, PortTaken, ServerFailed, and what
    `deploy` does.
    """
    folder = state_folder()
    make_folder(folder)
    with _alone(folder), _interruptible(), temporary_settings({PREFECT_HOME: folder, PREFECT_API_URL: serving.api}):
        _refuse_taken(serving)
        development = _Development(serving, folder, say)
        try:
            development.start()
            for deployment in deployments:
                say(f"deployed {deployment.full_name}: {serving.page}/deployments/deployment/{deploy(deployment)}")
            say(f"ready: {serving.page} (Ctrl-C stops it; logs are in {folder})")
            development.watch()
        except KeyboardInterrupt:
            say("stopping; runs that are under way go on when it is started again")
        finally:
            _ignore_interrupts()  # ending takes some seconds, and must not be left half done
            development.stop()


@dataclass(slots=True)
class _Development:
    """The two programs."""

    serving: Serving
    folder: Path
    say: Say
    programs: dict[str, Program] = field(default_factory=dict)

    def start(self) -> None:
        self.say("starting a Prefect server; that takes some seconds, and longer the first time")
        self._start_server()
        address_file().write_text(self.serving.api, encoding="utf-8")
        with server() as client:
            ensure_pool(client, self.serving.pool)
        ensure_recovery()
        self._start_worker()

    def watch(self) -> None:
        """Starts again what ends, until it is interrupted. Raises ServerFailed for what ends soon."""
        while True:
            time.sleep(0.5)
            if self._has_ended("server"):
                self._start_server()
            elif self._has_ended("worker"):
                with suppress(httpx.TransportError):  # the server has ended as well, which comes first then
                    self._start_worker()

    def stop(self) -> None:
        """Ends both, the worker with its flow runs first, which are handed back to the server."""
        address_file().unlink(missing_ok=True)
        if "worker" in self.programs:
            self.programs["worker"].stop(_GRACE)
            with suppress(httpx.TransportError):  # nobody is there to be told
                settle_abandoned(Journal().engine, INTERRUPTED)
        if "server" in self.programs:
            self.programs["server"].stop(_GRACE)

    def _has_ended(self, name: str) -> bool:
        program = self.programs[name]
        if not program.ended:
            return False
        if program.age < _SHORT_LIFE:
            raise ServerFailed(what=f"the {name} ended", log=program.log, last=program.last_lines())
        self.say(f"the {name} was ended, and is started again")
        return True

    def _start_server(self) -> None:
        address = ("--host", self.serving.host, "--port", str(self.serving.port))
        self._run("server", ("prefect", "server", "start", *address))
        program = self.programs["server"]
        until = time.monotonic() + _PATIENCE
        while not _is_healthy(self.serving.api):
            if program.ended or time.monotonic() > until:
                what = "the Prefect server did not start" if program.ended else "the Prefect server does not get ready"
                raise ServerFailed(what=what, log=program.log, last=program.last_lines())
            time.sleep(0.2)

    def _start_worker(self) -> None:
        settle_abandoned(Journal().engine, RESTARTED)  # of a worker that was killed
        name = ("--name", f"compound on {socket.gethostname()}")
        pool = ("--pool", self.serving.pool, "--limit", str(self.serving.runs))
        self._run("worker", ("prefect", "worker", "start", *pool, *name))

    def _run(self, name: str, arguments: Sequence[str]) -> None:
        log = self.folder / f"{name}.log"
        self.programs[name] = Program(arguments, environment(self.serving, self.folder), log)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    try:
        with FileLock(folder / "lock", timeout=0):
            yield
    except Timeout as error:
        raise AlreadyServing(folder=folder, url=served_url() or "") from error


@contextmanager
def _interruptible() -> Iterator[None]:
    """SIGTERM and a closed terminal interrupt as Ctrl-C does, which a shell may have had ignored."""
    signals = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before: dict[int, Any] = {number: signal.signal(number, signal.default_int_handler) for number in signals}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _ignore_interrupts() -> None:
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), signal.SIG_IGN)


def _refuse_taken(serving: Serving) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((serving.host, serving.port))
        except OSError as error:
            raise PortTaken(host=serving.host, port=serving.port, reason=os.strerror(error.errno or 0)) from error


def _is_healthy(api: str) -> bool:
    try:
        return httpx.get(f"{api}/health", timeout=2.0).json() is True
    except (httpx.TransportError, ValueError):
        return False
