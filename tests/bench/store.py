"""Hashing against the hash library alone, keys of nodes, and a store and a cache of many entries."""

from __future__ import annotations

import os
import time
from functools import partial
from pathlib import Path
from random import Random
from statistics import median
from tempfile import TemporaryDirectory

import numpy as np
from blake3 import blake3

from compound import node
from compound.cache.answers import Answered
from compound.cache.cache import Cache
from compound.cache.claims import Claim
from compound.keys.node import Key, node_key
from compound.keys.value import key_of
from compound.store.blobs import Blobs
from compound.store.shelf import sharded
from compound.store.sweep import Limits, sweep
from measuring import Row, at_least, at_most, in_turns, repeated, seconds

LARGE = 256 << 20
PAIRS = 15
ENTRIES = 100_000
GROUP = 256
MILLI, MICRO = 1e3, 1e6


@node
def double(x: int, y: str) -> int:
    return x * 2 + len(y)


def hashing() -> list[Row]:
    """Speed of ours over that of blake3 on as many threads; then the second key of the same read-only array."""
    data = np.random.default_rng(0).integers(0, 256, LARGE, np.uint8)
    settled = data.copy()
    settled.flags.writeable = False
    contents = {"array": data, "array in a list": [data], "bytes": data.tobytes()}
    rows = []
    for name, value in contents.items():
        pairs = in_turns(partial(key_of, value), partial(_floor, data), PAIRS)
        speed, floor = LARGE / 2**30 / pairs.ours, LARGE / 2**30 / pairs.floor
        bars = (at_least(1 / pairs.ratio, 0.9),)
        rows.append(
            Row(f"hash 256 MiB: {name}", "GiB/s", speed, floor, 1 / pairs.ratio, bars=bars, note="blake3 alone")
        )
    key_of(settled)
    again = repeated(partial(key_of, settled)) * MICRO
    return [*rows, Row("key of the same array again", "µs", again, bars=(at_most(again, 20, "µs"),))]


def node_keys() -> list[Row]:
    """A trivial node with two small inputs, these hashed as well."""
    ours = repeated(lambda: node_key(double, {"x": key_of(1), "y": key_of("tea")}, 0)) * MICRO
    return [Row("key of a trivial node", "µs", ours, bars=(at_most(ours, 20, "µs"),))]


def entries() -> list[Row]:
    """Lookups in a store of many entries, and collecting half of them."""
    with TemporaryDirectory() as folder:
        blobs, digests = Blobs(Path(folder)), _fill(Path(folder))
        asked = Random(0).sample(digests, 2000)
        has = seconds(lambda: [blobs.has(digest) for digest in asked]) / len(asked) * MILLI
        get = seconds(lambda: [blobs.get(digest) for digest in asked]) / len(asked) * MILLI
        planned = sweep(blobs, Limits(unused=7 * 86_400), lambda: digests[:1000])
        planning = seconds(lambda: sweep(blobs, Limits(unused=7 * 86_400), lambda: digests[:1000]))
        removing = seconds(planned.carry_out)
    note = f"{ENTRIES:,} entries"
    return [
        Row("is there", "ms", has, bars=(at_most(has, 1, "ms"),), note=note),
        Row("get, checked", "ms", get, bars=(at_most(get, 1, "ms"),), note=note),
        Row("garbage: dry run", "s", planning, bars=(at_most(planning, 60, "s"),), note=note),
        Row(
            "garbage: removed",
            "s",
            removing,
            bars=(at_most(removing, 60, "s"),),
            note=f"{len(planned.doomed):,} entries",
        ),
    ]


def cache() -> list[Row]:
    """Finding, missing, claiming and keeping small answers; then finding them among many, each asked for once."""
    with TemporaryDirectory() as folder:
        few = Cache(Path(folder) / "few.db", Blobs(Path(folder)))
        key, other = _key_of_double(0), _key_of_double(1)
        keep = repeated(lambda: few.put(key, 1)) * MICRO
        find = repeated(lambda: few.lookup(key, int)) * MICRO
        miss = repeated(lambda: few.lookup(other, int)) * MICRO
        claim = repeated(lambda: _release(few.claims.take(key.digest))) * MICRO
        groups = [_group(at) for at in range(0, 40 * GROUP, GROUP)]
        together = median(seconds(partial(few.put_all, group)) for group in groups) / GROUP * MICRO
        many = Cache(Path(folder) / "many.db", Blobs(Path(folder)))
        for at in range(0, ENTRIES, GROUP):
            many.put_all(_group(at))
        asked = [_key_of_double(number) for number in Random(0).sample(range(ENTRIES), 2000)]
        among = seconds(lambda: [many.lookup(each, int) for each in asked]) / len(asked) * MILLI
    return [
        Row("keep a small answer", "µs", keep),
        Row("keep small answers", "µs", together, bars=(at_most(together, 15, "µs"),), note=f"{GROUP} at a time"),
        Row("find a small answer", "µs", find, bars=(at_most(find, 20, "µs"),)),
        Row("miss an answer", "µs", miss, bars=(at_most(miss, 8, "µs"),)),
        Row("claim an answer, and release it", "µs", claim, bars=(at_most(claim, 10, "µs"),)),
        Row("find a small answer", "ms", among, bars=(at_most(among, 1, "ms"),), note=f"{ENTRIES:,} answers"),
    ]


def _group(first: int) -> list[Answered]:
    return [Answered(_key_of_double(x), b"%d" % x) for x in range(first, first + GROUP)]


def _release(claim: Claim | None) -> None:
    assert claim is not None
    claim.release()


def _key_of_double(x: int) -> Key:
    return node_key(double, {"x": key_of(x), "y": key_of("tea")}, 0)


def _floor(data: np.ndarray[tuple[int], np.dtype[np.uint8]]) -> bytes:
    return blake3(data.data, max_threads=blake3.AUTO).digest()


def _fill(folder: Path) -> list[str]:
    """Entries as a store has them, every second one old, written without forcing each to disk."""
    old, digests = time.time() - 30 * 86_400, []
    for at in range(ENTRIES):
        data = b"%d" % at * 50
        digest = blake3(data).hexdigest()
        path = folder.joinpath(*sharded(digest))
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
        if at % 2:
            os.utime(path, (old, old))
        digests.append(digest)
    return digests
