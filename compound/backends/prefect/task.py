"""A Prefect task for one call of a node, and what travels in and out of it."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from typing import TYPE_CHECKING, Any

from prefect import Task
from prefect.cache_policies import NO_CACHE

from compound.backends.prefect.plan import effects
from compound.nodes.policy import Policy
from compound.run.alone import Alone
from compound.run.token import Token

if TYPE_CHECKING:
    from prefect.client.schemas.objects import State, TaskRun
    from prefect.futures import PrefectFuture

    from compound.graph.step import Step
    from compound.nodes.declaration import Declaration
    from compound.nodes.policy import Retry
    from compound.run.frame import Frame
    from compound.run.options import RunOptions

_PLAIN = Policy()
_MOST_DELAYS = 50  # Prefect takes no longer list, and repeats the last delay


class Held:
    """A value that Prefect carries without looking into it.

    Prefect walks through every list, dict, dataclass and model among parameters and results in search of futures, and
    takes a state that a task returns for its own. It can be weakly referenced, since Prefect otherwise knows results
    by their `id` alone and draws edges to whatever had that address before.
    """

    __slots__ = ("__weakref__", "value")

    def __init__(self, value: Any) -> None:
        self.value = value


def named_task(work: Callable[..., Any], name: str, **options: Any) -> Task[..., Any]:
    """A task whose runs carry its name as it is, and whose results Prefect neither keeps nor looks up."""
    return Task(work, name=name, task_run_name=lambda: name, cache_policy=NO_CACHE, persist_result=False, **options)


class Call:
    """A call of a step's node, or of the fallback that is tried; one task run, with all its attempts."""

    future: PrefectFuture[Any]

    def __init__(self, frame: Frame, step: Step, node: Declaration | None, options: RunOptions) -> None:
        self.frame = frame
        self.step = step
        self.node = node
        self.token = Token()
        self.attempts = 0
        self.seconds = 0.0
        self._alone = Alone(step, node)
        self._options = options

    def task(self) -> Task[..., Any]:
        """The task, which takes and gives values that are Held; its retries and delays are those of the node.

        Timeouts stay with the lanes, which stop async and process nodes, give a thread up, and do not count the time
        that a call waits for its device; Prefect's can do none of this from a thread.
        """

        def work(*sources: Held) -> Held:
            return self._attempt(tuple(source.value for source in sources))

        policy = self.node.policy if self.node is not None else _PLAIN
        retries = policy.retries
        return named_task(
            work,
            self._name(),
            tags={f"effect:{effect}" for effect in effects(self.step)},
            retries=retries.times,
            retry_delay_seconds=[retries.pause(n + 1) for n in range(min(retries.times, _MOST_DELAYS))],
            retry_condition_fn=_deserving(retries),
        )

    def _name(self) -> str:
        if self.node is None or self.node is self.step.declaration:
            return self.step.id
        return f"{self.step.id} by {self.node.name}"

    def _attempt(self, values: tuple[Any, ...]) -> Held:
        self.attempts += 1
        began = perf_counter()
        try:
            return Held(self._alone.run(values, self._options, self.token))
        finally:
            self.seconds += perf_counter() - began


def _deserving(retries: Retry) -> Callable[[Task[..., Any], TaskRun, State[Any]], bool]:
    def deserves(task: Task[..., Any], run: TaskRun, state: State[Any]) -> bool:
        return isinstance(state.data, retries.on)

    return deserves
