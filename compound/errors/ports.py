"""What goes wrong between the type of a port and the value that stands there."""

from __future__ import annotations

from compound.errors.root import CompoundError


class Mismatch(CompoundError):
    """Raised when a value is not of the type that was declared for it."""

    def __init__(self, *, declared: str, expected: str, path: str, summary: str) -> None:
        self.declared = declared
        """The whole type that was declared."""
        self.expected = expected
        """The type that is asked for at `path`; equal to `declared` when the path is empty."""
        self.path = path
        """Where in the value the fault lies, such as `[3].total`; empty for the value itself."""
        self.summary = summary
        """What is found there, in a few words."""
        place = f", but at {_shortened(path)} {expected} is needed" if path else ""
        super().__init__(f"expected {declared}{place}, got {summary}")


class UnresolvedReference(CompoundError):
    """Raised when a value is to be checked against a type whose name could not be found."""

    def __init__(self, *, annotation: str) -> None:
        self.annotation = annotation
        """The name as it was written."""
        super().__init__(
            f"the annotation {annotation!r} names a type that cannot be found: import it in the module that uses it, "
            "or write the type itself instead of its name"
        )


class UncheckableType(CompoundError):
    """Raised when values are to be checked against something that says nothing about values."""

    def __init__(self, *, hint: object) -> None:
        self.hint = hint
        super().__init__(
            f"{hint} cannot be checked at run time: annotate the port with a class, a container or a union"
        )


def _shortened(path: str) -> str:
    return path if len(path) <= 120 else f"{path[:60]} … {path[-60:]}"
