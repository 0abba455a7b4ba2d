"""Where a provider does not keep what it promises.

1. It takes what its capability takes: for each input it has one of the same name, as wide or wider.
2. It asks for nothing else: further inputs have defaults.
3. It gives what its capability gives: its output is as narrow or narrower.
4. Its manifest says of its ports what the node itself says.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import MethodType
from typing import Any

from compound import Node
from compound.errors.declare import DeclarationError
from compound.errors.packs import CapabilityNotKept, ManifestDiffers, NotANode
from compound.ports.hints import unpack
from compound.ports.matcher import assignable
from compound.ports.naming import type_name
from compound.ports.signature import Signature, read_signature
from compound_registry.capability import Capability
from compound_registry.manifest import Provider
from compound_registry.pack import Pack

_MISSING = "missing"


def of_capability(provider: Provider, capability: Capability, pack: Pack) -> Iterator[CapabilityNotKept]:
    """Where the ports that a manifest promises do not keep rules 1 to 3. Raises `UnresolvedPort`."""
    for port, wanted, found in _against_capability(provider, capability):
        yield CapabilityNotKept(
            pack=str(pack), node=provider.node, capability=capability.name, port=port, wanted=wanted, found=found
        )


def of_manifest(provider: Provider, pack: Pack) -> Iterator[ManifestDiffers]:
    """Where a node has other ports than its manifest promises (rule 4). Raises `NotANode` and `UnresolvedPort`."""
    for port, promised, found in _against_node(provider, _signature(provider, pack)):
        yield ManifestDiffers(pack=str(pack), node=provider.node, port=port, promised=promised, found=found)


def _against_capability(provider: Provider, capability: Capability) -> Iterator[tuple[str, str, str]]:
    wanted, found = capability.ports(), provider.ports()
    for name, hint in wanted.inputs.items():
        if name not in found.inputs:
            yield name, type_name(hint), _MISSING
        elif not assignable(hint, found.inputs[name]):
            yield name, type_name(hint), type_name(found.inputs[name])
    for name, hint in found.inputs.items():
        if name not in wanted.inputs:
            yield name, "none of this name", f"{type_name(hint)} without a default"
    if not assignable(found.output, wanted.output):
        yield "output", type_name(wanted.output), type_name(found.output)


def _against_node(provider: Provider, signature: Signature) -> Iterator[tuple[str, str, str]]:
    promised = provider.ports()
    required = {port.name: port.hint for port in signature.inputs if port.required}
    for name in dict.fromkeys([*promised.inputs, *required]):
        ours, theirs = promised.inputs.get(name), required.get(name)
        if ours != theirs:
            yield name, _written(ours), _written(theirs)
    output = signature.output.hint
    # `Any` stands for an output that depends on the settings, whose type `output_type` tells.
    if output is not Any and promised.output not in (output, unpack(output)[0]):
        yield "output", type_name(promised.output), type_name(output)


def _written(hint: Any) -> str:
    return _MISSING if hint is None else type_name(hint)


def _signature(provider: Provider, pack: Pack) -> Signature:
    """The ports of the node class. Raises NotANode."""
    try:
        found = provider.load()
    except (Exception, SystemExit) as error:  # the module is a stranger's: it may raise anything
        raise NotANode(pack=str(pack), node=provider.node, reason=f"{type(error).__name__}: {error}") from error
    if not (isinstance(found, type) and issubclass(found, Node)):
        raise NotANode(pack=str(pack), node=provider.node, reason="it is no subclass of compound.Node")
    try:
        return read_signature(MethodType(found.run, found), provider.name, found._namespace)
    except DeclarationError as error:
        raise NotANode(pack=str(pack), node=provider.node, reason=str(error)) from error
