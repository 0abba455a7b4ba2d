"""What is missing on this machine before a candidate can run."""

from __future__ import annotations

import functools
from importlib.metadata import PackageNotFoundError, distribution

from compound_registry.choosing.candidate import Candidate
from compound_registry.discovery import pack_of


def missing_install(candidate: Candidate) -> str:
    """What must be installed, as a sentence with the command; empty where nothing must."""
    if candidate.provider is None:
        assert candidate.card is not None
        return f"no installed node runs {candidate.card.loader}"
    for extra in candidate.provider.extras:
        package = pack_of(candidate.provider.node).distribution
        if lacking := _lacking(package, extra):
            return f"{lacking} is not installed: pip install '{package}[{extra}]'"
    return ""


def missing_weights(candidate: Candidate) -> str:
    """Which weights must be fetched, with the command; empty where they are here or there are none."""
    from compound_registry.models import fetched

    absent = [card.name for card in candidate.cards if not card.remote and not fetched(card.name)]
    return f"its weights are not here: compound models fetch {' '.join(absent)}" if absent else ""


@functools.cache
def _lacking(package: str, extra: str) -> str:
    """The first requirement of an extra of a distribution that is not installed."""
    from packaging.requirements import Requirement

    for line in distribution(package).requires or ():
        requirement = Requirement(line)
        marker = requirement.marker
        if marker is None or not marker.evaluate({"extra": extra}) or marker.evaluate({"extra": ""}):
            continue
        try:
            distribution(requirement.name)
        except PackageNotFoundError:
            return requirement.name
    return ""
