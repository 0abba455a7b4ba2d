"""What can go wrong when a new pack is made."""

from __future__ import annotations

from pathlib import Path

from compound.errors.root import CompoundError


class BadPackName(CompoundError, ValueError):
    """Raised when a new pack cannot have the name that it was to have."""

    def __init__(self, *, name: str, reason: str) -> None:
        self.name, self.reason = name, reason
        super().__init__(
            f"a pack cannot be named {name!r}: {reason}. Take small letters, digits and single hyphens, beginning with "
            "a letter, such as 'acme' or 'acme-nodes'."
        )


class PackNotMade(CompoundError, OSError):
    """Raised when the folder of a new pack cannot be made. Nothing that was there is changed."""

    def __init__(self, *, folder: Path, reason: str) -> None:
        self.folder, self.reason = folder, reason
        super().__init__(f"the pack was not made in {folder}: {reason}. Give another name, or another folder.")
