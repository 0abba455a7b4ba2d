"""What can be wrong with a pack of nodes."""

from __future__ import annotations

from compound.errors.root import CompoundError


class BadManifest(CompoundError, ValueError):
    """Raised when a manifest is made of something that it cannot say."""

    def __init__(self, *, what: str, given: object, wanted: str) -> None:
        self.what, self.given, self.wanted = what, given, wanted
        super().__init__(f"the {what} of a manifest must be {wanted}, not {given!r}.")


class UnresolvedPort(CompoundError, TypeError):
    """Raised when the type of a port, written as a string, cannot be read."""

    def __init__(self, *, ports: str, reason: str) -> None:
        self.ports, self.reason = ports, reason
        super().__init__(
            f"the types {ports} cannot be read: {reason}. A string may name builtins, values of compound.values, "
            "Sequence, Mapping and Path; give any other type as itself."
        )


class NodeOfNoPack(CompoundError, LookupError):
    """Raised when no installed pack has a node that is asked for as `module:Class`."""

    def __init__(self, *, node: str) -> None:
        self.node = node
        super().__init__(f"no installed pack has the node {node!r}. Install the pack that does, or ask for another.")


class NotANode(CompoundError, TypeError):
    """Raised when what a manifest calls a node cannot be loaded or is no subclass of `compound.Node`."""

    def __init__(self, *, pack: str, node: str, reason: str) -> None:
        self.pack, self.node, self.reason = pack, node, reason
        super().__init__(f"the pack {pack} promises the node {node}, which cannot be used: {reason}.")


class ManifestDiffers(CompoundError, TypeError):
    """Raised when a manifest gives a port another type than its node does."""

    def __init__(self, *, pack: str, node: str, port: str, promised: str, found: str) -> None:
        self.pack, self.node, self.port, self.promised, self.found = pack, node, port, promised, found
        super().__init__(
            f"the manifest of the pack {pack} gives {node} the port {port!r} of type {promised}; the node itself has "
            f"{found}. Change one of them to what is true."
        )


class CapabilityNotKept(CompoundError, TypeError):
    """Raised when a provider does not take what its capability takes, or does not give what it gives."""

    def __init__(self, *, pack: str, node: str, capability: str, port: str, wanted: str, found: str) -> None:
        self.pack, self.node, self.capability, self.port = pack, node, capability, port
        self.wanted, self.found = wanted, found
        super().__init__(
            f"{node} of the pack {pack} does not keep {capability!r}: its port {port!r} is {found}, and the capability "
            f"has {wanted}. Inputs may be wider, the output narrower, and further inputs need defaults."
        )


class UndeclaredCapability(CompoundError, LookupError):
    """Raised when a provider is checked whose capability no installed pack declares."""

    def __init__(self, *, pack: str, node: str, capability: str, nearest: tuple[str, ...]) -> None:
        self.pack, self.node, self.capability, self.nearest = pack, node, capability, nearest
        meant = f"Did you mean {' or '.join(nearest)}?" if nearest else "Declare it in the pack."
        super().__init__(
            f"{node} of the pack {pack} provides {capability!r}, which no pack declares under the entry points "
            f"'compound.capabilities'. {meant}"
        )


class UnknownPack(CompoundError, LookupError):
    """Raised when no pack of this name is installed."""

    def __init__(self, *, pack: str, known: tuple[str, ...]) -> None:
        self.pack, self.known = pack, known
        super().__init__(f"no pack {pack!r} is installed; there are {', '.join(known)}.")


class BrokenPack(UserWarning):
    """Raised as a warning when an installed pack cannot be read; the others are used without it."""

    def __init__(self, *, pack: str, entry: str, reason: str) -> None:
        self.pack, self.entry, self.reason = pack, entry, reason
        super().__init__(f"{entry} of the pack {pack} is left out: {reason}")


class PackClash(UserWarning):
    """Raised as a warning when two packs claim one thing in different ways; that of the first is used."""

    def __init__(self, *, claim: str, used: str, left_out: str) -> None:
        self.claim, self.used, self.left_out = claim, used, left_out
        super().__init__(
            f"the packs {used} and {left_out} both have {claim}. That of {used} is used; remove one of the packs, or "
            "ask their makers to agree."
        )
