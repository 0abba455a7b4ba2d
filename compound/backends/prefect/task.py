"""A Prefect task for one call of a node, and what travels in and out of it."""

from __future__ import annotations

from collections.abc import Callable
from time import perf_counter
from typing import TYPE_CHECKING, Any, NamedTuple

from prefect import Task
from prefect.cache_policies import NO_CACHE

from compound.nodes.policy import Retry
from compound.run.alone import Alone
from compound.run.token import Token

if TYPE_CHECKING:
    from prefect.client.schemas.objects import State, TaskRun
    from prefect.futures import PrefectFuture

    from compound.graph.step import Step
    from compound.nodes.declaration import Declaration
    from compound.run.frame import Frame
    from compound.run.options import RunOptions

ACTING = ("write", "act")
_NONE = Retry(0)
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


class Attempt(NamedTuple):
    """An attempt that failed, and that Prefect let another one follow."""

    error: BaseException
    seconds: float


class Call:
    """A call of a step's node, or of the fallback that is tried; one task run.

    Prefect makes the further attempts of a node that may be repeated. Those of one that writes or acts are calls of
    their own: what it is about to do is on disk before each.
    """

    future: PrefectFuture[Any]

    def __init__(self, frame: Frame, step: Step, node: Declaration, attempt: int, options: RunOptions) -> None:
        self.frame = frame
        self.step = step
        self.node = node
        self.label = frame.label(step)
        self.token = Token()
        self.attempt = attempt
        self.seconds = 0.0
        """Of the last attempt."""
        self.failed: list[Attempt] = []
        """Those before the last."""
        self.alone = Alone(step, node)
        self._options = options

    def task(self, work: Callable[..., Any]) -> Task[..., Any]:
        """A task that does this work; its retries and delays are those of the node.

        Timeouts stay with the lanes, which stop async and process nodes, give a thread up, and do not count the time
        that a call waits for its device; Prefect's can do none of this from a thread.
        """
        policy = self.node.policy
        retries = policy.retries if policy.effect not in ACTING else _NONE
        return named_task(
            work,
            self._name(),
            tags={f"effect:{policy.effect}"} - {"effect:pure"},
            retries=retries.times,
            retry_delay_seconds=[retries.pause(n + 1) for n in range(min(retries.times, _MOST_DELAYS))],
            retry_condition_fn=_deserving(retries),
        )

    def attempt_on(self, *sources: Held) -> Held:
        """One attempt, in this process."""
        began = perf_counter()
        try:
            value = self.alone.run(tuple(source.value for source in sources), self._options, self.token)
        except BaseException as error:
            self.failed.append(Attempt(error, perf_counter() - began))
            raise
        self.seconds = perf_counter() - began
        return Held(value)

    def _name(self) -> str:
        again = f" (attempt {self.attempt})" if self.attempt > 1 else ""
        return self.label + again if self.node is self.step.declaration else f"{self.label} by {self.node.name}{again}"


def _deserving(retries: Retry) -> Callable[[Task[..., Any], TaskRun, State[Any]], bool]:
    def deserves(task: Task[..., Any], run: TaskRun, state: State[Any]) -> bool:
        return isinstance(state.data, retries.on)

    return deserves
