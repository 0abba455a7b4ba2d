"""Runs in the background: a handle to wait for or to await, and a stream of events."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Callable, Generator, Iterator
from concurrent.futures import Future
from contextvars import copy_context
from functools import partial
from queue import SimpleQueue
from typing import Any, Generic, TypeVar

from compound.run.events import Event, RunFinished
from compound.run.result import Run
from compound.run.token import Token

R = TypeVar("R")


class Handle(Generic[R]):
    """A run that goes on in a thread of its own. `await` gives the output, as does `result()`."""

    def __init__(self, execute: Callable[[Token], Run[R]]) -> None:
        self._token = Token()
        self._future: Future[Run[R]] = Future()
        work = partial(copy_context().run, self._work, execute)  # who starts it may be a node that holds a place
        threading.Thread(target=work, name="compound-run", daemon=True).start()

    def _work(self, execute: Callable[[Token], Run[R]]) -> None:
        try:
            self._future.set_result(execute(self._token))
        except BaseException as error:  # noqa: BLE001 - it is raised where the result is asked for
            self._future.set_exception(error)

    def run(self, timeout: float | None = None) -> Run[R]:
        """Waits for the run. Raises TimeoutError when it takes longer than `timeout` seconds."""
        return self._future.result(timeout)

    def result(self, timeout: float | None = None) -> R:
        """Waits for the output. Raises PipelineFailed, RunCancelled, TimeoutError."""
        return self.run(timeout).output

    def cancel(self) -> None:
        """Asks the run to stop."""
        self._token.cancel()

    @property
    def done(self) -> bool:
        return self._future.done()

    def __await__(self) -> Generator[Any, None, R]:
        return self._wait().__await__()

    async def _wait(self) -> R:
        import asyncio

        try:
            run = await asyncio.shield(asyncio.wrap_future(self._future))
        except asyncio.CancelledError:
            self.cancel()
            raise
        return run.output


class EventStream(Generic[R]):
    """The events of a run as they happen, with `for` or `async for`; the last one is RunFinished.

    Leaving the loop early cancels the run.
    """

    def __init__(self, execute: Callable[[Token, Callable[[Event], None]], Run[R]]) -> None:
        self._events: SimpleQueue[Event | None] = SimpleQueue()
        self._handle: Handle[R] = Handle(self._execute(execute))

    def _execute(self, execute: Callable[[Token, Callable[[Event], None]], Run[R]]) -> Callable[[Token], Run[R]]:
        def work(token: Token) -> Run[R]:
            try:
                return execute(token, self._events.put)
            finally:
                self._events.put(None)

        return work

    def result(self) -> R:
        """Waits for the output. Raises PipelineFailed or RunCancelled."""
        return self._handle.result()

    def __iter__(self) -> Iterator[Event]:
        try:
            while (event := self._events.get()) is not None:
                yield event
                if isinstance(event, RunFinished):
                    return
            self._handle.run()  # raises what ended the run before its end
        finally:
            self._handle.cancel()

    async def __aiter__(self) -> AsyncIterator[Event]:
        import asyncio

        events = iter(self)
        try:
            while (event := await asyncio.to_thread(next, events, None)) is not None:
                yield event
        finally:
            self._handle.cancel()
