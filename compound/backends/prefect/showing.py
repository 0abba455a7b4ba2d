"""Task runs that show what became of a node that was not called: known from before, in no branch taken, blocked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from prefect.client.schemas.objects import State, StateType

from compound.backends.prefect.plan import task_steps
from compound.backends.prefect.task import named_task

if TYPE_CHECKING:
    from prefect.futures import PrefectFuture

    from compound.graph.plan import Plan
    from compound.run.result import Run

Look = Literal["Cached", "Skipped", "Blocked"]
_TYPES = {"Cached": StateType.COMPLETED, "Skipped": StateType.COMPLETED, "Blocked": StateType.CANCELLED}


def shown_as(look: Look, name: str, message: str, result: Any = None) -> PrefectFuture[Any]:
    """A task run that ends at once in a state of this name, with this result."""

    def work() -> State[Any]:
        # Made in the task: the server takes the state with the latest timestamp, which else were that of Running.
        return State(type=_TYPES[look], name=look, message=message, data=result)

    return named_task(work, name, retries=0).submit()


def show_unrun(run: Run[Any], plan: Plan) -> None:
    """Makes task runs for the nodes that did not run, so that people see why they did not."""
    names = [step.id for step in task_steps(plan)]
    skipped = [shown_as("Skipped", name, "Its branch was not taken.") for name in names if name in run.skipped]
    blocked = [
        shown_as("Blocked", name, f"It needs {run.blocked[name]}, which failed.")
        for name in names
        if name in run.blocked
    ]
    for future in (*skipped, *blocked):  # all before any is waited for
        future.wait()
