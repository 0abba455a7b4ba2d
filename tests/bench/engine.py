"""Measures the engine against floors in the same process and, where they are installed, against its peers.

    python tests/bench/engine.py [--json] [--only NAME]

Peers are run when COMPOUND_PEERS names a folder with an environment for each: `venvs/hamilton`, `venvs/haystack`, ….
Nothing here is a test: the numbers depend on the machine, and on what else it does.
"""

from __future__ import annotations

import argparse
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import asdict
from subprocess import CalledProcessError

import coldstart
import discovery
import embedding
import journal
import peers
import rerun
import running
import scaling
import store
import waiting
from measuring import Bar, Row, Skipped

MEASURES: dict[str, Callable[[], list[Row]]] = {
    "chain": running.shape("chain 1,000"),
    "fan-out": running.shape("fan-out 1,000"),
    "grid": running.shape("grid 10 × 10"),
    "each": running.items,
    "array": running.large_array,
    "build": scaling.build,
    "large": scaling.large,
    "waiting": waiting.waiting,
    "import": coldstart.importing,
    "script": coldstart.first_pipeline,
    "help": coldstart.command_line,
    "list": discovery.listing,
    "map": embedding.minilm,
    "hash": store.hashing,
    "keys": store.node_keys,
    "entries": store.entries,
    "cache": store.cache,
    "journal": journal.recording,
    "rerun": rerun.document_understanding,
    "peers": peers.peers,
}


def main() -> None:
    """Prints the rows as they are measured."""
    options = _options()
    if not options.json:
        print(f"Medians; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores when it began.")
        print(_LINE.format(*_TITLES))
    for row in _measured([options.only] if options.only else list(MEASURES)):
        print(_as_json(row) if options.json else _as_line(row), flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="one object a line, as they come")
    parser.add_argument("--only", choices=MEASURES, help="one measure alone")
    return parser.parse_args()


def _measured(names: list[str]) -> Iterator[Row]:
    for name in names:
        try:
            yield from MEASURES[name]()
        except Skipped as reason:
            yield Row(name, note=f"skipped: {reason}")
        except CalledProcessError as failure:
            yield Row(name, bars=(Bar("runs", met=False),), note=f"`{' '.join(map(str, failure.cmd))}` failed")


def _as_json(row: Row) -> str:
    return json.dumps({**asdict(row), "met": row.met}, ensure_ascii=False)


_TITLES = ("measure", "ours", "floor", "ratio", "", "bar", "met?", "against")
_LINE = "{:<38}{:>9}{:>9}{:>9}  {:<20}{:<20}{:<5}{}"
_VERDICT = {True: "yes", False: "NO", None: ""}


def _as_line(row: Row) -> str:
    ratio = f"{row.above:+.0f}" if row.above is not None else _number(row.ratio)
    bars = ", ".join(bar.text for bar in row.bars)
    numbers = _number(row.ours), _number(row.floor), ratio
    return _LINE.format(row.measure, *numbers, row.unit, bars, _VERDICT[row.met], row.note)


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


if __name__ == "__main__":
    main()
