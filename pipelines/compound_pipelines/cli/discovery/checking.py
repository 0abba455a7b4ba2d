"""Whether packs keep what they promise, for people and programs."""

from __future__ import annotations

from typing import Any

from compound.errors.root import CompoundError


def problem_data(problem: CompoundError) -> dict[str, Any]:
    """The kind of problem, what it knows, and its message."""
    known = {name: value for name, value in vars(problem).items() if not name.startswith("_")}
    return {"problem": type(problem).__name__, **known, "message": str(problem)}
