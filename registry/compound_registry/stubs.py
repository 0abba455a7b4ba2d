"""What type checkers see of this package: `use` with an overload for each first-party capability.

`python -m compound_registry.stubs` writes it to `__init__.pyi`.
"""

from __future__ import annotations

from pathlib import Path

from compound_registry.discovery import providers
from compound_registry.manifest import Provider

TARGET = Path(__file__).with_name("__init__.pyi")

_HEAD = '''\
"""Written by `python -m compound_registry.stubs`; change that and the manifest instead."""

from typing import Any, Literal, overload

'''
_REEXPORTS = """\
from compound_registry.card import Card as Card
from compound_registry.cards import card as card
from compound_registry.manifest import Manifest as Manifest
from compound_registry.manifest import Provider as Provider

__all__ = ["Card", "Manifest", "Provider", "card", "use"]

"""
_ANY_OTHER = """\
@overload
def use(capability: str, **settings: Any) -> Any: ...
"""


def stub() -> str:
    """The text of the stub, from the default providers whose package is the first party's."""
    defaults = [offers[0] for _, offers in sorted(providers().items())]
    own = [provider for provider in defaults if provider.node.startswith("compound_nodes.")]
    imports = sorted("from {} import {}\n".format(*provider.node.split(":")) for provider in own)
    return _HEAD + "".join(imports) + _REEXPORTS + "".join(map(_overload, own)) + _ANY_OTHER


def _overload(provider: Provider) -> str:
    name = provider.node.rpartition(":")[2]
    return f'@overload\ndef use(capability: Literal["{provider.capability}"], **settings: Any) -> {name}: ...\n'


if __name__ == "__main__":
    TARGET.write_text(stub(), "utf-8")
