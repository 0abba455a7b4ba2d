"""The flow function of a pipeline, with the pipeline's inputs as its typed parameters."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from prefect import Flow
from prefect.task_runners import ThreadPoolTaskRunner
from prefect.utilities.callables import generate_parameter_schema
from pydantic import PydanticUserError

from compound.backends.prefect.running import Manner, run_in_flow
from compound.ports.summary import summarise
from compound.run.inputs import bind_inputs
from compound.run.lanes.threads import SIZE

if TYPE_CHECKING:
    from compound.graph.pipeline import Pipeline
    from compound.ports.signature import Port

_SCALARS = (str, int, float, bool, type(None))
_LONGEST = 10_000  # characters of a text that is worth keeping with the flow run


class PipelineFlow(Flow[..., Any]):
    """A flow that keeps its scalar parameters with the flow run, and of anything larger only a summary."""

    def serialize_parameters(self, parameters: dict[str, Any]) -> dict[str, Any]:
        """The parameters as Prefect's server stores them."""
        return {name: value if _is_small(value) else summarise(value) for name, value in parameters.items()}


def make_flow(pipeline: Pipeline[Any, Any], manner: Manner, options: dict[str, Any]) -> Flow[..., Any]:
    """The pipeline as a flow; `options` are those of `prefect.flow`. Raises a BuildError when the graph is wrong."""
    manner.plan_of(pipeline)
    defaults: dict[str, Any] = {
        "name": pipeline.name,
        "description": pipeline.__doc__,
        "task_runner": ThreadPoolTaskRunner(max_workers=SIZE),
        "validate_parameters": False,  # the pipeline's own edge converts, and says what is wrong
        "persist_result": False,
    }
    return PipelineFlow(_flow_function(pipeline, manner), **(defaults | options))


def _flow_function(pipeline: Pipeline[Any, Any], manner: Manner) -> Callable[..., Any]:
    def run(*args: Any, **kwargs: Any) -> Any:
        return run_in_flow(pipeline, bind_inputs(pipeline, args, kwargs), manner).output

    run.__name__ = run.__qualname__ = pipeline.name
    run.__doc__ = pipeline.__doc__
    run.__signature__ = inspect.Signature([_parameter(port) for port in pipeline.signature.inputs])  # type: ignore[attr-defined]
    return run


def _parameter(port: Port) -> inspect.Parameter:
    kind = inspect.Parameter.KEYWORD_ONLY if port.keyword else inspect.Parameter.POSITIONAL_OR_KEYWORD
    typed = inspect.Parameter(port.name, kind, default=port.default, annotation=port.hint)
    try:
        generate_parameter_schema(inspect.Signature([typed]), {})
    except PydanticUserError:  # JSON Schema has no form for this type, and Prefect then makes no flow at all
        return typed.replace(annotation=Any)
    return typed


def _is_small(value: Any) -> bool:
    return type(value) in _SCALARS and not (isinstance(value, str) and len(value) > _LONGEST)
