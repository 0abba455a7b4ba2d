"""How a goal is to be reached: capabilities in order, before anyone chose who provides them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from compound.values.frozen import PlainJson, ReadOnly
from compound.values.value import Value


class PlanStep(Value):
    """One capability, asked once."""

    name: str
    """What later steps call its output by."""

    capability: str

    inputs: Annotated[Mapping[str, str], ReadOnly]
    """For each input of the capability, the input of the plan or the earlier step that it comes from. Read-only."""

    settings: Annotated[Mapping[str, Annotated[Any, PlainJson]], ReadOnly] = Field(default_factory=dict)
    """Settings of the node, as JSON can say them. Read-only."""


class Plan(Value):
    """Steps from inputs to an output. A step uses what comes before it alone, so that there is no way round."""

    goal: str
    """What was asked for, in words."""

    inputs: Annotated[Mapping[str, str], ReadOnly]
    """The inputs, and the type of each as it is written: `{"page": "Page | Image"}`. Read-only."""

    steps: Annotated[tuple[PlanStep, ...], Field(min_length=1)]

    @property
    def output(self) -> str:
        """The step that gives what was asked for: the last."""
        return self.steps[-1].name

    @model_validator(mode="after")
    def _each_step_uses_what_is_there(self) -> Self:
        known = set(self.inputs)
        for step in self.steps:
            if step.name in known:
                raise ValueError(f"two things are called {step.name!r}")
            if strangers := set(step.inputs.values()) - known:
                raise ValueError(f"the step {step.name!r} uses {sorted(strangers)}, which nothing before it gives")
            known.add(step.name)
        return self
