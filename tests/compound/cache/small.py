"""A small node, its keys, and caches in a folder."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from compound import node
from compound.cache.cache import Cache
from compound.keys.node import Key, node_key
from compound.keys.value import key_of
from compound.store.blobs import Blobs


@node
def double(x: int) -> int:
    return 2 * x


def key(x: Any, seed: int | None = 0) -> Key:
    return node_key(double, {"x": key_of(x)}, seed)


def cache_in(folder: Path) -> Cache:
    return Cache(folder / "cache.db", Blobs(folder / "blobs"))
