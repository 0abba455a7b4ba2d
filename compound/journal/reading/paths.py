"""Paths of node runs, `each[3]/read`, and what people write for one or several of them."""

from __future__ import annotations

import re

_INDEX = re.compile(r"\[\d+\]$")


def place_of(path: str) -> str:
    """The path without which item or turn: where the node stands in the graph, `each/read` of `each[3]/read`."""
    return "/".join(_INDEX.sub("", part) for part in path.split("/"))


def covers(name: str, path: str) -> bool:
    """Whether what somebody wrote means the node run of this path.

    `each[3]/read` means that item alone, `each/read` all items, `each[3]` or `each` all that is in it, and likewise the
    name of a nested pipeline.
    """
    written, parts = name.split("/"), path.split("/")
    if len(written) > len(parts):
        return False
    return all(mine in (part, _INDEX.sub("", part)) for mine, part in zip(written, parts, strict=False))
