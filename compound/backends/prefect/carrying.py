"""How values travel between the tasks of a flow."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from compound.backends.prefect.approval import asks
from compound.backends.prefect.task import Call, Held

if TYPE_CHECKING:
    from collections.abc import Sequence

    from prefect.futures import PrefectFuture
    from prefect.task_runners import TaskRunner

    from compound.run.frame import Frame


class Source:
    """What a call takes from one slot of its frame, and the task that it came from, if it came from one."""

    __slots__ = ("_frame", "_slot", "future")

    def __init__(self, frame: Frame, slot: int, future: PrefectFuture[Any] | None) -> None:
        self._frame = frame
        self._slot = slot
        self.future = future

    @property
    def value(self) -> Any:
        """Read when it is asked for: it may lie in a store."""
        return self._frame.values[self._slot]


class Carrier(Protocol):
    """Submits calls, and takes what came of them."""

    def submit(self, call: Call, sources: Sequence[Source], after: Sequence[PrefectFuture[Any]]) -> PrefectFuture[Any]:
        """Submits a task for the call; `after` are tasks that it rests on in other ways than by its sources."""
        ...

    def value(self, call: Call, answer: Any) -> Any:
        """What goes into the frame, of what the task gave. Raises what the task failed with."""
        ...

    def shown(self, frame: Frame, slot: int) -> Any:
        """What a task gives that stands for a value of the frame."""
        ...


class Live:
    """Values as they are, in the memory that all tasks of a flow on threads share."""

    def __init__(self, people: TaskRunner[Any]) -> None:
        """`people` runs the tasks that wait for a person, who keep no thread from the others."""
        self._people = people

    def submit(self, call: Call, sources: Sequence[Source], after: Sequence[PrefectFuture[Any]]) -> PrefectFuture[Any]:
        taken = [source.future or Held(source.value) for source in sources]
        task = call.task(call.attempt_on)
        if asks(call.node):
            asked: PrefectFuture[Any] = self._people.submit(task, parameters={"sources": tuple(taken)}, wait_for=after)
            return asked
        return task.submit(*taken, wait_for=after)

    def value(self, call: Call, answer: Any) -> Any:
        if isinstance(answer, Held):
            return answer.value
        raise answer

    def shown(self, frame: Frame, slot: int) -> Held:
        return Held(frame.values[slot])
