"""What somebody waits for who asks which nodes there are: the whole process of `compound nodes list`."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from coldstart import TWO_COMMANDS
from measuring import Bar, Row, Skipped, at_most, in_turns

PROVIDERS = 60
PAIRS = 20
MILLI = 1e3

MANIFEST = f"""
from compound_registry.manifest import Capabilities, Manifest, Provider
from compound_registry.capability import Capability

NAMES = [f"garden.do{{index // 2}}" for index in range({PROVIDERS})]
CAPABILITIES = Capabilities(
    tuple(Capability(name, "What a garden needs.", {{"text": "Text"}}, "Text") for name in dict.fromkeys(NAMES))
)
MANIFEST = Manifest(
    tuple(
        Provider(name, f"garden.nodes:Node{{index}}", "Does one of many things in it.", {{"text": "Text"}}, "Text")
        for index, name in enumerate(NAMES)
    )
)
"""
ENTRY_POINTS = """
[compound.nodes]
garden = garden.manifest:MANIFEST
[compound.capabilities]
garden = garden.manifest:CAPABILITIES
"""


def listing() -> list[Row]:
    """As installed, with a pack of so many providers, against a command of a small program by the same library."""
    compound = Path(sys.executable).with_name("compound")
    if not compound.exists():
        raise Skipped("the command `compound` is not installed beside this Python")
    with TemporaryDirectory() as folder:
        _install_pack(Path(folder))
        program = Path(folder, "two_commands.py")
        program.write_text(TWO_COMMANDS)
        ours = partial(_run, [str(compound), "nodes", "list"], folder)
        listed = sum("garden.do" in line for line in ours().splitlines())
        if listed != PROVIDERS:
            raise Skipped(f"{listed} of {PROVIDERS} providers are listed")
        pairs = in_turns(ours, partial(_run, [sys.executable, str(program), "greet", "you"], folder), PAIRS)
        busy = _processor_seconds(ours) * MILLI
    milliseconds, floor = pairs.ours * MILLI, pairs.floor * MILLI
    note = f"{PROVIDERS} providers of a pack and compound's own; a Typer command"
    return [
        Row("compound nodes list", "ms", milliseconds, floor, pairs.ratio, bars=_bar(milliseconds), note=note),
        Row("its processor time", "ms", busy, bars=_bar(busy), note="what it would take alone on the machine"),
    ]


def _bar(milliseconds: float) -> tuple[Bar, ...]:
    return (at_most(milliseconds, 300, "ms"),)


def _processor_seconds(call: Callable[[], object]) -> float:
    """Median of user and system time of the processes that a call starts."""
    took = []
    for _ in range(PAIRS):
        before = os.times()
        call()
        after = os.times()
        took.append(sum(after[2:4]) - sum(before[2:4]))
    return median(took)


def _install_pack(site: Path) -> None:
    (site / "garden").mkdir()
    (site / "garden" / "__init__.py").touch()
    (site / "garden" / "manifest.py").write_text(MANIFEST)
    info = site / "garden_nodes-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: garden-nodes\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(ENTRY_POINTS)


def _run(command: Sequence[str], site: str) -> str:
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPATH"] = site
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment).stdout
