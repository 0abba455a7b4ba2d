"""Prefect as a backend."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from compound.graph.pipeline import Pipeline
    from compound.run.memory import Memory


class Flows:
    """Flows with these options, which are those of `pipeline.flow`: on threads unless a `task_runner` is given."""

    def __init__(self, **options: Any) -> None:
        self._options = options

    def run(self, pipeline: Pipeline[..., Any], inputs: tuple[Any, ...], memory: Memory) -> Any:
        return pipeline.flow(memory=memory, **self._options)(*inputs)
