"""What can go wrong when a node is asked for by what it does."""

from __future__ import annotations

from compound.errors.root import CompoundError


class UnknownCapability(CompoundError):
    """Raised when no installed pack provides a capability of this name."""

    def __init__(self, *, capability: str, nearest: tuple[str, ...], known: tuple[str, ...]) -> None:
        self.capability, self.nearest, self.known = capability, nearest, known
        hint = f"Did you mean {' or '.join(nearest)}?" if nearest else f"Known are: {', '.join(known) or 'none'}."
        super().__init__(f"Nothing installed provides {capability!r}. {hint}")


class BadSettings(CompoundError):
    """Raised when a node does not accept the settings that a capability was asked with."""

    def __init__(self, *, capability: str, node: str, problems: tuple[tuple[str, str], ...]) -> None:
        self.capability, self.node, self.problems = capability, node, problems
        listed = "; ".join(f"`{setting}`: {problem}" if setting else problem for setting, problem in problems)
        super().__init__(f"use({capability!r}) makes a {node}, which does not accept its settings: {listed}.")
