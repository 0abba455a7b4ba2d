"""The flow run as workers are told of it. Prefect sends with each task the flow itself, and all of its parameters."""

from __future__ import annotations

from typing import Any

from prefect import Flow
from prefect.context import FlowRunContext


def without_live_objects(context: FlowRunContext) -> FlowRunContext:
    """The context of the same flow run, to be entered, whose flow is but a name and which has no parameters."""
    name = "" if context.flow is None else context.flow.name
    stand_in: Flow[..., Any] = Flow(_elsewhere, name=name, persist_result=False)
    return context.model_copy(update={"flow": stand_in, "parameters": {}})


def _elsewhere() -> None:
    raise AssertionError("the flow runs in another process")
