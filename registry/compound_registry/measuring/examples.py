"""Examples: inputs of a capability, and what should come out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from compound.errors.choosing import BadExamples


class Example(BaseModel):
    """One line of a file of examples."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    inputs: dict[str, Any]
    """By the names of the capability's inputs; text as a string, an image or a document as the path of a file."""
    expected: Any = None
    """What should come out: the name of a label, a text, fields by name; None where only time and memory count."""


def read_examples(path: Path) -> list[Example]:
    """The examples of a JSONL file: `{"inputs": {"text": "…"}, "expected": "…"}` a line.

    Raises:
        BadExamples: naming the line.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise BadExamples(path=path, line=0, reason=str(error)) from error
    found = [_read(path, number, line) for number, line in enumerate(lines, 1) if line.strip()]
    if not found:
        raise BadExamples(path=path, line=0, reason="it has no line")
    return found


def _read(path: Path, number: int, line: str) -> Example:
    try:
        return Example.model_validate(json.loads(line))
    except (ValueError, ValidationError) as error:
        raise BadExamples(path=path, line=number, reason=str(error)) from error
