"""What a backend is, and the one that all others are compared with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from compound.graph.pipeline import Pipeline
    from compound.run.memory import Memory


class Backend(Protocol):
    """Runs pipelines somewhere."""

    def run(self, pipeline: Pipeline[..., Any], inputs: tuple[Any, ...], memory: Memory) -> Any:
        """The output for these inputs; `memory` is told of the run as that of `pipeline.using(memory=…)` is.

        Raises PipelineFailed with a run that holds what failed, what that blocked and what succeeded, and what a local
        run raises besides, such as InputMismatch.
        """
        ...


class Local:
    """This process."""

    def run(self, pipeline: Pipeline[..., Any], inputs: tuple[Any, ...], memory: Memory) -> Any:
        return pipeline.using(memory=memory)(*inputs)
