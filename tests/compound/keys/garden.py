"""Modules that tests write, as their users would."""

from __future__ import annotations

import sys
import textwrap
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

from compound.keys.node import node_key

HEADER = "from __future__ import annotations\nfrom compound import Node, node\n"


def module(source: str, name: str = "garden") -> ModuleType:
    """A module of this source that no file holds."""
    made = ModuleType(name)
    sys.modules[name] = made
    exec(compile(HEADER + textwrap.dedent(source), f"{name}.py", "exec"), vars(made))
    return made


def parts(source: str, name: str = "f") -> dict[str, str]:
    """What the key of the node of this name is made of, without inputs."""
    return parts_of(getattr(module(source), name))


def parts_of(node: Any) -> dict[str, str]:
    return node_key(node.declaration, {}).parts()


def package(folder: Path, files: Mapping[str, str]) -> None:
    """Write files of a package into a folder."""
    for name, source in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(textwrap.dedent(source))
