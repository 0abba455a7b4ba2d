"""What can be said about a node once its types are known: whether its defaults and its fallback fit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compound.errors.declare import DefaultMismatch, InvalidPolicy
from compound.errors.ports import Mismatch
from compound.nodes.stand_in import ByCapability
from compound.ports.matcher import assignable
from compound.ports.naming import type_name
from compound.ports.signature import EMPTY

if TYPE_CHECKING:
    from compound.nodes.declaration import Declaration
    from compound.ports.signature import Port, Signature


def check_defaults(name: str, signature: Signature) -> None:
    """Raises DefaultMismatch for a default that does not fit the type of its own parameter."""
    for port in signature.inputs:
        if port.default is EMPTY or port.free:
            continue
        try:
            port.checker.check(port.default)
        except Mismatch as mismatch:
            raise DefaultMismatch(
                node=name, port=port.name, wanted=type_name(port.hint), problem=got(mismatch)
            ) from None


def got(mismatch: Mismatch) -> str:
    """What stands where something else is needed, in a few words."""
    if not mismatch.path:
        return f"got {mismatch.summary}"
    return f"got {mismatch.summary} at `{mismatch.path}`, where {mismatch.expected} is needed"


def check_fallback(declaration: Declaration, signature: Signature) -> None:
    """Raises InvalidPolicy when the node's fallback cannot take its place: it is called with the same inputs.

    A fallback by capability is looked for when it is needed; that anyone provides it is checked now.
    """
    fallback = declaration.policy.fallback
    if isinstance(fallback, str):
        _check_capability(declaration.name, fallback)
    if fallback is None or isinstance(fallback, str | ByCapability):
        return
    other = getattr(fallback, "declaration", None)
    if other is None:
        raise InvalidPolicy(node=declaration.name, reason=f"fallback={fallback!r} is not a node")
    taken = other.signature
    if not _takes(taken.inputs, signature.inputs) or not _fits(taken.output, signature.output):
        raise InvalidPolicy(
            node=declaration.name,
            reason=f"its fallback {other.name}{taken} cannot take its place, which needs {signature}",
        )


def _check_capability(node: str, capability: str) -> None:
    from compound.catalogue import catalogue

    if not catalogue().providers(capability):
        raise InvalidPolicy(node=node, reason=f"nothing installed provides its fallback {capability!r}")


def _takes(theirs: tuple[Port, ...], ours: tuple[Port, ...]) -> bool:
    if any(port.required for port in theirs[len(ours) :]) or len(theirs) < len(ours):
        return False
    return all(
        _fits(given, port)
        and (given.keyword, given.many) == (port.keyword, port.many)
        and (given.required or not port.required)
        and (not given.keyword or given.name == port.name)
        for given, port in zip(ours, theirs, strict=False)
    )


def _fits(given: Port, port: Port) -> bool:
    return bool(given.free or port.free) or assignable(given.hint, port.hint)
