"""`find`: who could do it, in order, and who is ruled out, each with the reason."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from compound.errors.capabilities import UnknownCapability
from compound.errors.choosing import UnknownNeed
from compound_registry.choosing.candidate import Candidate
from compound_registry.choosing.declared import declared
from compound_registry.choosing.exclusions import Exclusion, excluded
from compound_registry.choosing.gathering import candidates
from compound_registry.choosing.needs import Needs
from compound_registry.choosing.orders import TASKS
from compound_registry.choosing.ranking import Choice, ranked


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gave; iterating gives the choices, the best first."""

    capability: str
    needs: Needs
    choices: tuple[Choice, ...]
    ruled_out: tuple[tuple[Candidate, Exclusion], ...]

    def __iter__(self) -> Iterator[Choice]:
        return iter(self.choices)

    def __len__(self) -> int:
        return len(self.choices)

    def __getitem__(self, place: int) -> Choice:
        return self.choices[place]


def find(capability: str = "", *, task: str = "", **constraints: Any) -> Found:
    """Providers of a capability (or of what a task needs) that meet the constraints: the fields of `Needs`.

    Models that no installed node runs, and nodes whose weights are not here, stand in the list with what is to do;
    `installed=True` and `offline=True` rule them out.

    Raises:
        UnknownCapability: with the nearest names of capabilities or tasks.
        UnknownNeed: naming the constraints that there are.
    """
    return find_for(capability or _of_task(task), needs_of(constraints), task)


def find_for(capability: str, needs: Needs, task: str = "") -> Found:
    """`find`, with the needs as they are. Raises UnknownCapability."""
    every = candidates(capability, needs)
    if not every:
        declared(capability)
    verdicts = [(candidate, excluded(candidate, needs)) for candidate in every]
    fitting = [candidate for candidate, exclusion in verdicts if exclusion is None]
    out = tuple((candidate, exclusion) for candidate, exclusion in verdicts if exclusion is not None)
    return Found(capability, needs, tuple(ranked(fitting, capability, needs, task)), out)


def needs_of(constraints: dict[str, Any]) -> Needs:
    """Needs out of keyword arguments. Raises UnknownNeed."""
    try:
        return Needs(**constraints)
    except ValidationError as error:
        problems = tuple((".".join(map(str, wrong["loc"])), wrong["msg"]) for wrong in error.errors())
        raise UnknownNeed(problems=problems, known=tuple(Needs.model_fields)) from error


def _of_task(task: str) -> str:
    known = {entry.name: entry.capability for entry in TASKS}
    if task not in known:
        raise UnknownCapability(
            capability=task, nearest=tuple(difflib.get_close_matches(task, known)), known=tuple(sorted(known))
        )
    return known[task]
