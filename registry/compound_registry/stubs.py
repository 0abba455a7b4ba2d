"""What type checkers see of this package: `use` with an overload for each first-party capability.

`python -m compound_registry.stubs` writes it to `__init__.pyi`.
"""

from __future__ import annotations

from pathlib import Path

from compound_registry.discovery import pack_of, providers
from compound_registry.exports import HOMES
from compound_registry.manifest import Provider

TARGET = Path(__file__).with_name("__init__.pyi")

_HEAD = '''\
"""Written by `python -m compound_registry.stubs`; change that and the manifest instead."""

from typing import Any, Literal, overload

'''
_NOT_THE_DEFAULT = """\
@overload
def use(capability: str, *, provider: str, **settings: Any) -> Any: ...
@overload
def use(capability: str, *, needs: Needs, **settings: Any) -> Any: ...
"""
_ANY_OTHER = """\
@overload
def use(capability: str, **settings: Any) -> Any: ...
"""


def stub() -> str:
    """The text of the stub, from the default providers whose package is the first party's."""
    defaults = [offers[0] for _, offers in sorted(providers().items())]
    own = [provider for provider in defaults if pack_of(provider.node).own]
    imports = sorted("from {} import {}\n".format(*provider.node.split(":")) for provider in own)
    return _HEAD + "".join(imports) + _reexports() + _NOT_THE_DEFAULT + "".join(map(_overload, own)) + _ANY_OTHER


def _reexports() -> str:
    """The package's own names from their modules, as they are exported; `use` is what the overloads are for."""
    homes = sorted((home, name) for name, home in HOMES.items() if name != "use")
    imports = [f"from {__package__}.{home} import {name} as {name}\n" for home, name in homes]
    exported = [f'    "{name}",\n' for name in sorted(HOMES)]
    return "".join([*imports, "\n__all__ = [\n", *exported, "]\n\n"])


def _overload(provider: Provider) -> str:
    name = provider.node.rpartition(":")[2]
    return f'@overload\ndef use(capability: Literal["{provider.capability}"], **settings: Any) -> {name}: ...\n'


if __name__ == "__main__":
    TARGET.write_text(stub(), "utf-8")
