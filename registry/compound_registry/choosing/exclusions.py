"""Hard constraints: each says why a candidate does not meet it, or nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from pydantic import ByteSize

from compound_registry.choosing.candidate import Candidate
from compound_registry.choosing.licences import allows
from compound_registry.choosing.needs import Needs
from compound_registry.choosing.readiness import missing_install, missing_weights


class Exclusion(NamedTuple):
    """The constraint that a candidate does not meet, and how."""

    constraint: str
    reason: str


def excluded(candidate: Candidate, needs: Needs) -> Exclusion | None:
    """The first constraint that a candidate does not meet."""
    for constraint, rule in _RULES.items():
        if reason := rule(candidate, needs):
            return Exclusion(constraint, reason)
    return None


def _on_device(candidate: Candidate, needs: Needs) -> str:
    return "inputs would leave this machine" if needs.on_device and candidate.remote else ""


def _family(candidate: Candidate, needs: Needs) -> str:
    wrong = needs.family and candidate.family not in needs.family
    return f"it is {candidate.family}, not {' or '.join(needs.family)}" if wrong else ""


def _modality(candidate: Candidate, needs: Needs) -> str:
    card, wanted = candidate.card, needs.modality
    if wanted is None or card is None or wanted in card.inputs:
        return ""
    return f"it takes {' and '.join(card.inputs)}, no {wanted}"


def _language(candidate: Candidate, needs: Needs) -> str:
    wanted = needs.language
    for card in candidate.cards if wanted else ():
        if card.languages and wanted not in card.languages and "mul" not in card.languages:
            return f"{card.name} knows {', '.join(card.languages)}, not {wanted}"
    return ""


def _context(candidate: Candidate, needs: Needs) -> str:
    card, wanted = candidate.card, needs.context
    if wanted is None or card is None or (card.context or wanted) >= wanted:
        return ""
    return f"{card.name} takes {card.context:,} tokens, fewer than {wanted:,}"


def _licence(candidate: Candidate, needs: Needs) -> str:
    for card in candidate.cards if needs.licence else ():
        if not allows(card.licence, needs.licence):
            return f"{card.name} is under {card.licence}, not {' or '.join(needs.licence)}"
    return ""


def _device(candidate: Candidate, needs: Needs) -> str:
    for card in candidate.cards if needs.device else ():
        if not card.remote and needs.device not in card.devices:
            return f"{card.name} runs on {', '.join(card.devices)}, not on {needs.device}"
    return ""


def _memory(candidate: Candidate, needs: Needs) -> str:
    if needs.memory is None:
        return ""
    taken = candidate.size
    if taken is None:
        return "nobody says how much memory it takes"
    if taken <= needs.memory:
        return ""
    dtype = f" in {candidate.dtype}" if candidate.dtype else ""
    return f"its weights take {ByteSize(taken).human_readable()}{dtype}, over {needs.memory.human_readable()}"


def _installed(candidate: Candidate, needs: Needs) -> str:
    return missing_install(candidate) if needs.installed else ""


def _offline(candidate: Candidate, needs: Needs) -> str:
    if not needs.offline:
        return ""
    return "it needs a network" if candidate.remote else missing_install(candidate) or missing_weights(candidate)


_RULES: dict[str, Callable[[Candidate, Needs], str]] = {
    "on_device": _on_device,
    "family": _family,
    "modality": _modality,
    "language": _language,
    "context": _context,
    "licence": _licence,
    "device": _device,
    "memory": _memory,
    "installed": _installed,
    "offline": _offline,
}
