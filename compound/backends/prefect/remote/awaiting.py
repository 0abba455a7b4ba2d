"""Task runs on workers, as the flow waits for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from prefect.client.schemas.objects import TaskRun
from prefect.context import FlowRunContext
from prefect.states import Crashed
from prefect.utilities.engine import emit_task_run_state_change_event

from compound.errors.remote import WorkerDied

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from prefect.futures import PrefectFuture


class Awaited:
    """A future that lets go of what it waited for once that is there, and is then no more than the id of its task run.

    Dask computes anew whatever lay on a worker that died, if anybody still holds a future of it: nodes that have
    written or acted would do so again.
    """

    def __init__(self, future: PrefectFuture[Any], node: str, lost: tuple[type[Exception], ...]) -> None:
        """`lost` are the errors by which the runner says that a worker is gone."""
        self.task_run_id: UUID | None = future.task_run_id
        self._future: PrefectFuture[Any] | None = future
        self._node = node
        self._lost = lost

    def add_done_callback(self, callback: Callable[[Any], None]) -> None:
        """Calls back in whatever thread learns of the end."""
        assert self._future is not None
        self._future.add_done_callback(lambda future: callback(self))

    def result(self, raise_on_failure: bool = False) -> Any:
        """What the task gave, or the error that it failed with. It can be asked for once."""
        assert self._future is not None, f"the answer of {self._node} has been taken"
        future, self._future = self._future, None
        try:
            return future.result(raise_on_failure=False)
        except Exception as error:  # noqa: BLE001 - what a runner raises here, it says of the task as a whole
            failed = WorkerDied(node=self._node, reason=str(error)) if isinstance(error, self._lost) else error
            _show_crashed(future.task_run_id, self._node, str(failed))
            return failed


class Refused:
    """Stands for the task run of a call that could not be sent; nothing was submitted."""

    task_run_id = None

    def __init__(self, error: Exception) -> None:
        self._error = error

    def add_done_callback(self, callback: Callable[[Any], None]) -> None:
        callback(self)

    def result(self, raise_on_failure: bool = False) -> Exception:
        return self._error


def _show_crashed(task_run: UUID, name: str, message: str) -> None:
    """The runners leave the task run of a worker that died in the state Running, or nobody has heard of it."""
    context = FlowRunContext.get()
    if context is not None and context.flow_run is not None:
        run = TaskRun(id=task_run, name=name, task_key=name, dynamic_key=str(task_run), flow_run_id=context.flow_run.id)
        emit_task_run_state_change_event(run, None, Crashed(message=message))
