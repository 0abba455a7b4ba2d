"""What a script pays before it does anything: whole processes, from start to end, by turns with smaller ones."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from measuring import Pairs, Row, Skipped, at_most, in_turns

README = Path(__file__).parents[2] / "README.md"
PAIRS = 40
MILLI = 1e3

ONE_MODEL = """
from pydantic import BaseModel

class Point(BaseModel):
    x: int
    y: int
"""

TWO_COMMANDS = '''
import typer

app = typer.Typer()

@app.command()
def greet(name: str) -> None:
    """Says hello."""
    print(f"Hello {name}")

@app.command()
def leave(name: str) -> None:
    """Says goodbye."""
    print(f"Goodbye {name}")

app()
'''

HEAVY = ("networkx", "numpy", "asyncio")
LIST_HEAVY = f"""
import runpy, sys
runpy.run_path(sys.argv[1], run_name="__main__")
print(*[name for name in {HEAVY} if name in sys.modules], sep=",")
"""


def importing() -> list[Row]:
    """The first import of a script."""
    pairs = _processes([sys.executable, "-c", "from compound import node, pipeline"], [sys.executable, "-c", "pass"])
    return [_above("from compound import node, pipeline", pairs, "bare Python")]


def first_pipeline() -> list[Row]:
    """The pipeline that the README begins with, as a script."""
    with TemporaryDirectory() as folder:
        pipeline = _script(folder, "first.py", _readme_pipeline())
        model = _script(folder, "model.py", ONE_MODEL)
        pairs = _processes([sys.executable, pipeline], [sys.executable, model])
        loaded = _output([sys.executable, "-c", LIST_HEAVY, pipeline]).splitlines()[-1]
    count = len([name for name in loaded.split(",") if name])
    return [
        _above("the README's three-node pipeline", pairs, "one pydantic model"),
        Row(f"{', '.join(HEAVY)} loaded by it", "modules", count, bars=(at_most(count, 0, "modules"),), note=loaded),
    ]


def command_line() -> list[Row]:
    """`compound --help`, as installed, against a small program made with the same library."""
    compound = Path(sys.executable).with_name("compound")
    if not compound.exists():
        raise Skipped("the command `compound` is not installed beside this Python")
    with TemporaryDirectory() as folder:
        program = _script(folder, "two_commands.py", TWO_COMMANDS)
        pairs = _processes([sys.executable, str(compound), "--help"], [sys.executable, program, "--help"])
    bars = (at_most(pairs.ratio, 1.15),)
    ours, floor = pairs.ours * MILLI, pairs.floor * MILLI
    return [Row("compound --help", "ms", ours, floor, pairs.ratio, bars=bars, note="two Typer commands")]


def _above(measure: str, pairs: Pairs, note: str) -> Row:
    above = pairs.above * MILLI
    bars = (at_most(above, 60, "ms above"),)
    return Row(measure, "ms", pairs.ours * MILLI, pairs.floor * MILLI, above=above, bars=bars, note=note)


def _readme_pipeline() -> str:
    """The script as it stands there, and a line that runs it."""
    blocks: list[str] = re.findall(r"```python\n(.*?)```", README.read_text(), re.DOTALL)
    for block in blocks:
        if named := re.search(r"@pipeline\ndef (\w+)\(\w+: str\)", block):
            return f"{block}\nprint({named[1]}('small models add up'))\n"
    raise Skipped("the README shows no pipeline of a text")


def _script(folder: str, name: str, source: str) -> str:
    path = Path(folder, name)
    path.write_text(source)
    return str(path)


def _processes(ours: Sequence[str], floor: Sequence[str]) -> Pairs:
    return in_turns(partial(_output, ours), partial(_output, floor), PAIRS)


def _output(command: Sequence[str]) -> str:
    """What a process prints; it may keep its bytecode, as a user's does."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, env=environment).stdout
