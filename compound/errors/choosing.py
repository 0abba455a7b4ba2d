"""What can go wrong when the registry chooses a provider."""

from __future__ import annotations

from pathlib import Path

from compound.errors.root import CompoundError


class UnknownNeed(CompoundError):
    """Raised when a constraint of a choice has an unknown name or a value that it cannot have."""

    def __init__(self, *, problems: tuple[tuple[str, str], ...], known: tuple[str, ...]) -> None:
        self.problems, self.known = problems, known
        listed = "; ".join(f"`{name}`: {problem}" for name, problem in problems)
        super().__init__(f"these constraints cannot be read: {listed}. There are {', '.join(known)}.")


class NothingFits(CompoundError):
    """Raised when no provider of a capability meets the constraints and is installed."""

    def __init__(
        self, *, capability: str, constraints: dict[str, object], reasons: tuple[tuple[str, str], ...]
    ) -> None:
        self.capability, self.constraints, self.reasons = capability, constraints, reasons
        asked = ", ".join(f"{name}={value!r}" for name, value in constraints.items()) or "no constraint"
        listed = "".join(f"\n  {name}: {reason}" for name, reason in reasons)
        super().__init__(
            f"no provider of {capability!r} fits, with {asked}. Relax a constraint or do what is said here:{listed}"
        )


class UnknownProvider(CompoundError):
    """Raised when a provider is asked for by a name that none of the capability has."""

    def __init__(self, *, capability: str, provider: str, known: tuple[str, ...]) -> None:
        self.capability, self.provider, self.known = capability, provider, known
        super().__init__(f"{capability!r} has no provider {provider!r}; it has {', '.join(known)}.")


class NoSuchNode(CompoundError):
    """Raised when no installed node has a name."""

    def __init__(self, *, name: str, known: tuple[str, ...]) -> None:
        import difflib

        self.name, self.known = name, known
        near = difflib.get_close_matches(name, known)
        hint = f"Did you mean {' or '.join(near)}?" if near else "`compound nodes list` shows all."
        super().__init__(f"no node is called {name!r}. {hint}")


class LockUnreadable(CompoundError):
    """Raised when a lock file is not one."""

    def __init__(self, *, path: Path, reason: str) -> None:
        self.path, self.reason = path, reason
        super().__init__(f"{path} is no lock file of compound: {reason}. Write it anew with `compound lock PIPELINE`.")


class LockBroken(CompoundError):
    """Raised when what a lock file pins is no longer what is installed; nothing else is chosen in its place."""

    def __init__(self, *, path: Path, capability: str, changes: tuple[str, ...]) -> None:
        self.path, self.capability, self.changes = path, capability, changes
        listed = "".join(f"\n  {change}" for change in changes)
        super().__init__(
            f"{path} pins a choice for {capability!r} that no longer fits:{listed}\n"
            "Bring back what it pins, or choose again with `compound lock PIPELINE`."
        )


class BadExamples(CompoundError):
    """Raised when a file of examples cannot be read."""

    def __init__(self, *, path: Path, line: int, reason: str) -> None:
        self.path, self.line, self.reason = path, line, reason
        place = f"{path}, line {line}" if line else str(path)
        super().__init__(
            f"{place}: {reason}. A line is an example: "
            '{"inputs": {"text": "I lost my card"}, "expected": "lost card"}'
        )
