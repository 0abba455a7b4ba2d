"""Types that the files of these tests name."""

from __future__ import annotations

from enum import Enum

from pydantic import BaseModel


class Kind(Enum):
    ONE = "one"
    TWO = "two"


class Pair(BaseModel):
    left: int
    right: int
