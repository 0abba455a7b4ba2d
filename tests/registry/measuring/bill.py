"""A schema that a process of its own can import."""

from __future__ import annotations

from decimal import Decimal

from pydantic import BaseModel


class Bill(BaseModel):
    """What a bill says."""

    total: Decimal | None = None
