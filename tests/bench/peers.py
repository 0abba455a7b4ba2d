"""The same graphs in other engines, each in its own environment. Raw µs a node; what they check and keep differs.

COMPOUND_PEERS names a folder with `venvs/<peer>/bin/python`. Peers are timed alone, so compare orders of magnitude.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

from graphs import SHAPES
from measuring import Row, Skipped, repeated
from ours import as_pipeline

HERE = Path(__file__).parent
MICRO = 1e6
QUIET = {
    "DO_NOT_TRACK": "1",
    "HAMILTON_TELEMETRY_ENABLED": "false",
    "HAYSTACK_TELEMETRY_ENABLED": "False",
    "KEDRO_DISABLE_TELEMETRY": "1",
    "LANGSMITH_TRACING": "false",
}


def peers() -> list[Row]:
    """Every shape in every peer that is installed, beside ours."""
    folder = os.environ.get("COMPOUND_PEERS")
    if folder is None:
        raise Skipped("COMPOUND_PEERS names no folder of environments")
    rows = []
    for script in sorted((HERE / "peer_scripts").glob("in_*.py")):
        peer = script.stem.removeprefix("in_")
        python = Path(folder, "venvs", peer, "bin", "python")
        rows += _beside(peer, _run(python, script)) if python.exists() else [Row(peer, note="skipped: not installed")]
    return rows


def _run(python: Path, script: Path) -> dict[str, float]:
    """µs a node by shape."""
    environment = {**os.environ, **QUIET, "PYTHONPATH": str(HERE)}
    done = subprocess.run([python, script], check=True, stdout=subprocess.PIPE, text=True, env=environment)
    costs: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return costs


def _beside(peer: str, costs: dict[str, float]) -> list[Row]:
    rows = []
    for name, theirs in costs.items():
        ours = _ours(name)
        rows.append(Row(f"{name} in {peer}", "µs a node", ours, theirs, ours / theirs, note=peer))
    return rows


def _ours(name: str) -> float:
    pipeline = as_pipeline(SHAPES[name])
    return repeated(lambda: pipeline.run(1).output) / len(SHAPES[name]) * MICRO
