"""Measures the engine against floors in the same process and, where they are installed, against its peers.

    python tests/bench/engine.py [--json] [--only NAME]

Peers are run when COMPOUND_PEERS names a folder with an environment for each: `venvs/hamilton`, `venvs/haystack`, ….
Nothing here is a test: the numbers depend on the machine, and on what else it does.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import asdict
from subprocess import CalledProcessError

import coldstart
import embedding
import peers
import running
import scaling
import waiting
from measuring import Bar, Row, Skipped
from rich.console import Console
from rich.table import Table

WIDTH = 140
"""Columns of the table where there is no terminal."""

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
    "map": embedding.minilm,
    "peers": peers.peers,
}


def main() -> None:
    """Prints the rows as they are measured."""
    options = _options()
    names = [options.only] if options.only else list(MEASURES)
    if options.json:
        for row in _measured(names):
            print(json.dumps({**asdict(row), "met": row.met}, ensure_ascii=False), flush=True)
    else:
        rows = list(_measured(names))
        Console(width=None if sys.stdout.isatty() else WIDTH).print(_table(rows))


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


def _table(rows: list[Row]) -> Table:
    load = f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"
    table = Table("measure", "", title=f"The engine: medians, {load}")
    for title in ("ours", "floor", "ratio", "bar"):
        table.add_column(title, justify="right")
    table.add_column("met?")
    table.add_column("against")
    for row in rows:
        ratio = f"{row.above:+.0f}" if row.above is not None else _number(row.ratio)
        bars = ", ".join(bar.text for bar in row.bars)
        table.add_row(
            row.measure, row.unit, _number(row.ours), _number(row.floor), ratio, bars, _VERDICT[row.met], row.note
        )
    return table


_VERDICT = {True: "[green]yes[/]", False: "[bold red]no[/]", None: ""}


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:,.0f}" if value >= 100 else f"{value:.3g}"


if __name__ == "__main__":
    main()
