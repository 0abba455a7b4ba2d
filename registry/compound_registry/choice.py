"""`use`: a node by what it does."""

from __future__ import annotations

import difflib
from typing import Any

from pydantic import ValidationError

from compound.errors.capabilities import BadSettings, UnknownCapability
from compound_registry.discovery import providers


def use(capability: str, **settings: Any) -> Any:
    """The default node of a capability, made with these settings. Its model loads when the node first runs.

    Raises:
        UnknownCapability: with the nearest names.
        BadSettings: naming each setting that the node does not accept, and why.
    """
    known = providers()
    if capability not in known:
        nearest = tuple(difflib.get_close_matches(capability, known))
        raise UnknownCapability(capability=capability, nearest=nearest, known=tuple(sorted(known)))
    provider = known[capability][0]
    try:
        return provider.load()(**settings)
    except ValidationError as error:
        node = provider.node.rpartition(":")[2]
        raise BadSettings(capability=capability, node=node, problems=_problems(error)) from error


def _problems(error: ValidationError) -> tuple[tuple[str, str], ...]:
    return tuple((".".join(map(str, problem["loc"])), problem["msg"]) for problem in error.errors())
