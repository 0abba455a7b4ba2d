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
        if port in ("self", "cls"):
            mend = f"a method is called on an object (`thing.{node}(…)`), which then is `{port}`"
        super().__init__(f"{node}: {what}. Annotations are the ports of a node: {mend}.")


class UnresolvedAnnotation(DeclarationError):
    """Raised when an annotation names something that does not exist where the node was declared."""

    def __init__(self, *, node: str, annotation: str) -> None:
        self.node, self.annotation = node, annotation
        super().__init__(
            f"{node}: the annotation `{annotation}` is not defined where the node is declared. "
            f"Import or define `{annotation}` above it (not under `if TYPE_CHECKING:`)."
        )


class InvalidAnnotation(DeclarationError):
    """Raised when an annotation is not a type, or not one that such a function can have."""

    def __init__(self, *, node: str, port: str, annotation: str, reason: str) -> None:
        self.node, self.port, self.annotation, self.reason = node, port, annotation, reason
        what = "the result" if port == "return" else f"`{port}`"
        super().__init__(f"{node}: the annotation of {what}, `{annotation}`, {reason}.")


class UnsupportedParameter(DeclarationError):
    """Raised when a parameter cannot be a port."""

    def __init__(self, *, node: str, port: str, reason: str) -> None:
        self.node, self.port, self.reason = node, port, reason
        super().__init__(f"{node}: parameter `{port}` cannot be a port: {reason}.")


class MutableDefault(DeclarationError):
    """Raised when a default can change, as a list or a dict can: its state would leak from run to run."""

    def __init__(self, *, node: str, port: str, default: Any) -> None:
        self.node, self.port, self.default = node, port, default
        kind = type(default).__name__
        mend = _FROZEN.get(kind, "Use None and make it in the body.")
        super().__init__(
            f"{node}: the default of `{port}` is of type {kind}, which can change, and all runs would share it. {mend}"
        )


_FROZEN = {"list": "Use a tuple.", "set": "Use a frozenset.", "bytearray": "Use bytes."}


class DefaultMismatch(DeclarationError):
    """Raised when a default does not fit the type of its own parameter."""

    def __init__(self, *, node: str, port: str, wanted: str, problem: str) -> None:
        self.node, self.port, self.wanted, self.problem = node, port, wanted, problem
        mend = f"write `{port}: {wanted} | None = None`" if problem == "got None" else "change one of them"
        super().__init__(f"{node}: the default of `{port}` must be {wanted}: {problem}; {mend}.")


class InvalidPolicy(DeclarationError):
    """Raised when a node's options contradict each other or its function."""

    def __init__(self, *, node: str, reason: str) -> None:
        self.node, self.reason = node, reason
        super().__init__(f"{node}: {reason}.")


class InvalidNode(DeclarationError):
    """Raised when what is declared as a node cannot be one: it is not a function, or a class without `run`, …"""

    def __init__(self, *, node: str, reason: str) -> None:
        self.node, self.reason = node, reason
        super().__init__(f"{node} cannot be a node: {reason}.")


class InvalidPipeline(DeclarationError):
    """Raised when what is decorated with @pipeline cannot be traced: it is not a plain function."""

    def __init__(self, *, pipeline: str, reason: str) -> None:
        self.pipeline, self.reason = pipeline, reason
        super().__init__(f"{pipeline} cannot be a pipeline: {reason}.")
