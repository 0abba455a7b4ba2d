"""`@pipeline`: a typed function that is traced once into a graph, and run as often as you like."""

from __future__ import annotations

import copy
import inspect
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, Generic, Literal, ParamSpec, Self, TypeVar, cast, overload

from compound.errors.declare import InvalidPipeline, UnsupportedParameter
from compound.graph.names import refuse_reserved
from compound.graph.tracing import active
from compound.nodes.declaration import reference
from compound.nodes.scope import names_around

if TYPE_CHECKING:
    from pathlib import Path

    import networkx

    from compound.graph.plan import Plan
    from compound.ports.signature import Signature
    from compound.run.handle import EventStream, Handle
    from compound.run.mapping import Mapped
    from compound.run.memory import Memory
    from compound.run.result import Run
    from compound.run.runner import Runner

P = ParamSpec("P")
R = TypeVar("R")


class Pipeline(Generic[P, R]):
    """A graph of typed nodes with typed inputs and one output.

    `pipeline(x)` gives the output or raises PipelineFailed; `run` gives a Run with the output of every node; `map` goes
    over many inputs; `stream` yields events; `start` gives a handle to wait for or to await. Inputs are converted at
    this outer edge only: a path becomes an Image.
    """

    def __init__(self, function: Callable[..., Any], name: str, namespace: Mapping[str, Any] | None = None) -> None:
        self.function = function
        self.name = name
        self.__doc__ = function.__doc__
        self._namespace = namespace
        self._signature: Signature | None = None
        self._plan: Plan | None = None

    @property
    def ref(self) -> str:
        """`module:qualname` of the pipeline."""
        return reference(self.function)

    @property
    def signature(self) -> Signature:
        """The ports: inputs with their defaults, and the output."""
        if self._signature is None:
            from compound.nodes.checking import check_defaults
            from compound.ports.signature import read_signature

            signature = read_signature(self.function, self.name, self._namespace)
            for port in signature.inputs:
                if port.many:
                    raise UnsupportedParameter(
                        node=self.name, port=port.name, reason="a pipeline's inputs are fixed; take a list"
                    )
            check_defaults(self.name, signature)
            self._signature = signature
        return self._signature

    def set_signature(self, signature: Signature) -> None:
        """Gives the ports of a pipeline whose function has no annotations, as one read from a workflow file."""
        self._signature = signature

    @property
    def plan(self) -> Plan:
        """The compiled graph, built when first asked for. Raises a BuildError when the graph is wrong."""
        if self._plan is None:
            from compound.graph.building import build_plan

            self._plan = build_plan(self)
        return self._plan

    @property
    def graph(self) -> networkx.DiGraph[str]:
        """The graph in networkx form, for algorithms and drawing."""
        return self.plan.graph

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> R:
        trace = active.get()
        if trace is not None:
            from compound.graph.building import nest

            return cast(R, nest(trace, self, args, kwargs))
        return self.using()(*args, **kwargs)

    def named(self, name: str) -> Self:
        """The same pipeline under another name, which the ids of its steps start with when it is nested."""
        refuse_reserved(name)
        twin = copy.copy(self)
        twin.name, twin._plan = name, None
        return twin

    def using(self, **options: Any) -> Runner[P, R]:
        """The same pipeline with options for its runs: the fields of `RunOptions`."""
        from compound.run.options import RunOptions
        from compound.run.runner import Runner

        return Runner(self, RunOptions(**options))

    def run(self, *args: P.args, **kwargs: P.kwargs) -> Run[R]:
        """Runs here and now; what failed is in the result, beside all that succeeded."""
        return self.using().run(*args, **kwargs)

    def start(self, *args: P.args, **kwargs: P.kwargs) -> Handle[R]:
        """Starts a run in the background: ask it for `.result()`, `.cancel()` it, or `await` it."""
        return self.using().start(*args, **kwargs)

    def stream(self, *args: P.args, **kwargs: P.kwargs) -> EventStream[R]:
        """Runs in the background and yields events, with `for` or `async for`."""
        return self.using().stream(*args, **kwargs)

    def map(self, items: Iterable[Any]) -> Mapped[R]:
        """Runs for every item, read lazily, many in flight, in order; an item that fails does so alone."""
        return self.using().map(items)

    def flow(
        self,
        *,
        granularity: Literal["node", "auto"] = "node",
        memory: Memory | Literal["journal"] | None = "journal",
        **options: Any,
    ) -> Any:
        """The same graph as a Prefect flow; `options` are those of `prefect.flow`. Needs the extra `prefect`.

        Each node is a task, those in bodies too, one for every item. With `granularity="auto"` nodes that were
        measured to be cheap are run together, in one task.

        Flow runs are written into the journal of this machine, and answers are taken from its cache: a flow run that
        was killed and is scheduled again goes on. `memory` is another one, as in `using`, or None.

        Its parameters are the pipeline's inputs, converted as at the pipeline's own edge. Calling it returns the
        output or raises PipelineFailed. Raises MissingExtra when Prefect is not installed.
        """
        from compound.backends.prefect.entry import as_flow

        return as_flow(self, granularity, memory, options)

    def spec(self) -> dict[str, Any]:
        """The serialised form: plain data, versioned, without code."""
        from compound.workflow.writing import write_workflow

        return write_workflow(self)

    def save(self, path: Path | str) -> None:
        """Writes the serialised form to a file, as JSON when its name ends so and as YAML otherwise."""
        from compound.workflow.saving import save

        save(self, path)

    def _repr_svg_(self) -> str:
        """The drawing that a notebook shows for a pipeline."""
        from compound.seeing.svg import to_svg

        return to_svg(self.graph, heading=f"{self.name}{self.signature}")

    def __repr__(self) -> str:
        return f"<pipeline {self.name}{self.signature}>"


@overload
def pipeline(function: Callable[P, R], /) -> Pipeline[P, R]: ...
@overload
def pipeline(*, name: str | None = None) -> Callable[[Callable[P, R]], Pipeline[P, R]]: ...
def pipeline(function: Callable[..., Any] | None = None, /, *, name: str | None = None) -> Any:
    """Makes a typed function a pipeline. It is traced when it is first run, drawn or asked for its graph."""
    if function is None:
        return lambda decorated: _declare(decorated, name)
    return _declare(function, None)


def _declare(function: Any, name: str | None) -> Pipeline[..., Any]:
    if name is not None:
        refuse_reserved(name)
    if not inspect.isfunction(function):
        given = getattr(function, "name", None) or type(function).__name__
        raise InvalidPipeline(pipeline=str(given), reason="it is not a plain function, which is what can be traced")
    readable = name or function.__name__.strip("<>")
    if inspect.iscoroutinefunction(function) or inspect.isasyncgenfunction(function):
        raise InvalidPipeline(
            pipeline=readable,
            reason="it is `async`, but it is called once to draw the graph and waits for nothing; write a plain `def` "
            "and await the run: `await pipeline.start(…)`",
        )
    if inspect.isgeneratorfunction(function):
        raise InvalidPipeline(
            pipeline=readable,
            reason="it yields, but it is called once to draw the graph; return a value, and yield in a node",
        )
    return Pipeline(function, readable, names_around(function))
