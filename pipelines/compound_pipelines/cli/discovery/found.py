"""What a search under constraints gave, for people and programs."""

from __future__ import annotations

from typing import Any

import typer

from compound_pipelines.cli.discovery.printing import print_table
from compound_registry.choosing.candidate import Candidate
from compound_registry.choosing.finding import Found


def found_data(found: Found) -> dict[str, Any]:
    """Choices in their order and what is ruled out, each with its reason."""
    return {
        "capability": found.capability,
        "needs": found.needs.constraints,
        "choices": [
            {**_candidate(choice.candidate), "reason": choice.reason, "ready": choice.ready, "to_do": choice.to_do}
            for choice in found
        ],
        "ruled_out": [
            {**_candidate(candidate), "constraint": exclusion.constraint, "reason": exclusion.reason}
            for candidate, exclusion in found.ruled_out
        ],
    }


def print_found(found: Found) -> None:
    """The choices as a numbered table, then what is ruled out."""
    typer.secho(f"{found.capability}: {len(found)} fit, {len(found.ruled_out)} ruled out", bold=True)
    rows = [
        (f"{place:>2}", choice.candidate.name, f"{choice.reason}\n{choice.to_do or 'ready'}")
        for place, choice in enumerate(found, 1)
    ]
    if rows:
        print_table(("", "node and model", "why it stands here, and what is to do"), rows)
    if found.ruled_out:
        out = [(candidate.name, exclusion.constraint, exclusion.reason) for candidate, exclusion in found.ruled_out]
        typer.echo("")
        print_table(("ruled out", "by", "reason"), out)


def _candidate(candidate: Candidate) -> dict[str, Any]:
    return {
        "name": candidate.name,
        "provider": candidate.provider.node if candidate.provider else None,
        "models": [card.name for card in candidate.cards],
        "family": candidate.family,
        "dtype": candidate.dtype,
        "size": candidate.size,
        "remote": candidate.remote,
    }
