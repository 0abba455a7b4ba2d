"""The outcome of a classification."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Annotated, Self

from pydantic import model_validator

from compound.values.frozen import ReadOnly
from compound.values.value import Confidence, Value


class Label(Value):
    """The class that was chosen, and how likely the model held each class to be."""

    name: str
    """The class; one of those in `distribution`."""

    confidence: Confidence
    """How sure the choice is, 0 to 1; usually the share of `name`, unless it was calibrated."""

    distribution: Annotated[Mapping[str, Confidence], ReadOnly]
    """The share of every class, each 0 to 1, together 1 ± 1e-6. Read-only."""

    @model_validator(mode="after")
    def _is_a_distribution(self) -> Self:
        if self.name not in self.distribution:
            raise ValueError(f"{self.name!r} is not among the classes {sorted(self.distribution)}")
        total = math.fsum(self.distribution.values())
        if abs(total - 1.0) > 1e-6:
            raise ValueError(f"the distribution sums to {total:.9g}, and must sum to 1")
        return self
