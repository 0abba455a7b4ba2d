"""What is killed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from compound import Pipeline

NODES = 50


@dataclass(frozen=True, slots=True)
class Subject:
    """A run of `NODES` nodes."""

    pipeline: Pipeline[[Any], Any]
    given: Callable[[], Any]
    warm: Callable[[], None]
    """Loads all that a process forked from this one would otherwise have to load."""


def subject(module: str) -> Subject:
    """That of a module of this package."""
    found: Subject = import_module(f"tests.faults.{module}").SUBJECT
    return found
