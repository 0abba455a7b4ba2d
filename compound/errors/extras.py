"""What can go wrong when an optional dependency is not installed."""

from __future__ import annotations

from compound.errors.root import CompoundError


class MissingExtra(CompoundError):
    """Raised when a node runs whose library belongs to an extra that is not installed."""

    def __init__(self, *, extra: str, package: str) -> None:
        self.extra, self.package = extra, package
        self.command = f"pip install 'compound-engine[{extra}]'"
        super().__init__(f"The package {package!r} is not installed, and this needs it. Run: {self.command}")
