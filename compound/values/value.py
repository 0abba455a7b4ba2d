"""What all values that are pydantic models have in common."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Confidence = Annotated[float, Field(ge=0.0, le=1.0, allow_inf_nan=False)]
"""How sure a model is, from 0 to 1."""


class Value(BaseModel):
    """An immutable record: frozen, strictly typed, closed to unknown fields, its collections tuples.

    Building one from wrong fields raises `pydantic.ValidationError`.
    """

    model_config = ConfigDict(frozen=True, strict=True, extra="forbid", allow_inf_nan=False)
