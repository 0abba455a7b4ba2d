"""What was measured on this machine: quality, latency and memory of candidates on somebody's own examples."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from compound.store.home import home


class Measurement(BaseModel):
    """One candidate on one set of examples."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    capability: str
    candidate: str
    """Its name."""
    examples: str
    """Digest of the set: only figures of one set can be compared."""
    count: int = Field(gt=0)
    metric: str
    """What `quality` is: `accuracy`, `field F1`; `none` where the examples say no expected output."""
    quality: float | None
    """0 to 1, the more the better."""
    seconds: float
    """Median of wall time, one example at a time, with the model loaded."""
    memory: int
    """Bytes at the peak above those of the interpreter with its libraries."""
    when: datetime


def measured(capability: str) -> dict[str, Measurement]:
    """The figures of the set of examples that was measured last, by the candidate's name."""
    entries = _read(_file(capability))
    if not entries:
        return {}
    last = max(entries, key=lambda entry: entry.when).examples
    return {entry.candidate: entry for entry in entries if entry.examples == last}


def remember(measurement: Measurement) -> None:
    """Adds to what is known. One line, written at once: two processes may do so side by side."""
    file = _file(measurement.capability)
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("ab", buffering=0) as lines:
        lines.write(measurement.model_dump_json().encode() + b"\n")


def _file(capability: str) -> Path:
    return home() / "measurements" / f"{capability}.jsonl"


def _read(file: Path) -> list[Measurement]:
    if not file.is_file():
        return []
    lines = file.read_text("utf-8").splitlines()
    return sorted((Measurement.model_validate_json(line) for line in lines if line), key=lambda entry: entry.when)
