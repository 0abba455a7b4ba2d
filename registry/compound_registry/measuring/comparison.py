"""All providers that are ready, on the same examples, one after the other."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from compound_registry.choosing.candidate import Candidate
from compound_registry.choosing.finding import Found
from compound_registry.choosing.measurements import Measurement, remember
from compound_registry.measuring.examples import read_examples
from compound_registry.measuring.trial import Order, Outcome


@dataclass(frozen=True, slots=True)
class Failure:
    """A candidate that could not be measured."""

    candidate: str
    reason: str


@dataclass(frozen=True, slots=True)
class Trials:
    """What candidates are measured on."""

    examples: Path
    settings: Mapping[str, Any]
    """For every node, as a workflow file writes them."""
    modules: tuple[str, ...] = ()
    """Modules that settings may name."""


def compare(found: Found, trials: Trials) -> Iterator[Measurement | Failure]:
    """Measures what is ready, each in a process of its own, and remembers the figures for `find`.

    Raises:
        BadExamples: naming the line.
    """
    count = len(read_examples(trials.examples))
    digest = hashlib.sha256(trials.examples.read_bytes()).hexdigest()
    for choice in found:
        if choice.candidate.provider is None or not choice.ready:
            yield Failure(choice.candidate.name, choice.to_do)
            continue
        outcome = _tried(choice.candidate, trials)
        if isinstance(outcome, Failure):
            yield outcome
            continue
        measurement = Measurement(
            capability=found.capability,
            candidate=choice.candidate.name,
            examples=digest,
            count=count,
            when=datetime.now(UTC),
            **outcome.model_dump(),
        )
        remember(measurement)
        yield measurement


def _tried(candidate: Candidate, trials: Trials) -> Outcome | Failure:
    assert candidate.provider is not None
    selected = {"model": candidate.card.name} if candidate.selected and candidate.card else {}
    order = Order(
        node=candidate.provider.node,
        settings={**selected, **trials.settings},
        modules=trials.modules,
        libraries=tuple(dict.fromkeys(card.loader.partition(":")[0] for card in candidate.cards)),
        examples=trials.examples.absolute(),
    )
    command = [sys.executable, "-m", "compound_registry.measuring.trial"]
    done = subprocess.run(command, input=order.model_dump_json(), capture_output=True, text=True, check=False)
    if done.returncode:
        return Failure(candidate.name, done.stderr.strip().splitlines()[-1] if done.stderr.strip() else "it was killed")
    return Outcome.model_validate_json(done.stdout.splitlines()[-1])
