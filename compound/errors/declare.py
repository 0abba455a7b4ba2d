"""What can be wrong with the declaration of a node or a pipeline."""

from __future__ import annotations

from typing import Any

from compound.errors.root import CompoundError


class DeclarationError(CompoundError):
    """Raised when a node or a pipeline is declared in a way that cannot work; see its subclasses."""


class MissingAnnotation(DeclarationError):
    """Raised when a parameter or the result has no type: annotations are the ports."""

    def __init__(self, *, node: str, port: str) -> None:
        self.node, self.port = node, port
        what = "its result has no type" if port == "return" else f"parameter `{port}` has no type"
        mend = "write `-> Type`" if port == "return" else f"write `{port}: Type`"
        super().__init__(f"{node}: {what}. Annotations are the ports of a node: {mend}.")


class UnresolvedAnnotation(DeclarationError):
    """Raised when an annotation names something that does not exist where the node was declared."""

    def __init__(self, *, node: str, annotation: str) -> None:
        self.node, self.annotation = node, annotation
        super().__init__(
            f"{node}: the annotation `{annotation}` is not defined where the node is declared. "
            f"Import or define `{annotation}` above it (not under `if TYPE_CHECKING:`)."
        )


class UnsupportedParameter(DeclarationError):
    """Raised when a parameter cannot be a port."""

    def __init__(self, *, node: str, port: str, reason: str) -> None:
        self.node, self.port, self.reason = node, port, reason
        super().__init__(f"{node}: parameter `{port}` cannot be a port: {reason}.")


class MutableDefault(DeclarationError):
    """Raised when a default is a list, dict, set or bytearray, whose state would leak from run to run."""

    def __init__(self, *, node: str, port: str, default: Any) -> None:
        self.node, self.port, self.default = node, port, default
        kind = type(default).__name__
        mend = _FROZEN.get(kind, "Use None and make it in the body.")
        super().__init__(f"{node}: the default of `{port}` is a {kind}, which all runs would share. {mend}")


_FROZEN = {"list": "Use a tuple.", "set": "Use a frozenset.", "bytearray": "Use bytes."}


class InvalidPolicy(DeclarationError):
    """Raised when a node's options contradict each other or its function."""

    def __init__(self, *, node: str, reason: str) -> None:
        self.node, self.reason = node, reason
        super().__init__(f"{node}: {reason}.")
