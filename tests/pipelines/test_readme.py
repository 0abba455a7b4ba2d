"""The README does what it says: its first pipeline works as a script, in a notebook cell and on the command line."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

README = Path(__file__).parents[2] / "README.md"
COMMAND = (sys.executable, "-c", "from compound_pipelines.cli import main; main()")
SAYS = "small models add up"


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README.read_text(encoding="utf-8"), re.S)


@pytest.fixture
def script(tmp_path: Path) -> Path:
    file = tmp_path / "my.py"
    file.write_text(next(block for block in blocks("python") if block.startswith("# my.py")), encoding="utf-8")
    return file


def out(*command: object, cwd: Path) -> str:
    done = subprocess.run([*map(str, command)], cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_three_nodes_fit_in_ten_lines(script: Path) -> None:
    code = [line for line in script.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    assert len(code) == 10


def test_it_works_as_a_script(script: Path) -> None:
    with script.open("a", encoding="utf-8") as file:
        file.write(f"print(loudest({SAYS!r}))\n")
    assert out(sys.executable, script, cwd=script.parent) == "MODELS!\n"


def test_it_works_in_a_notebook_cell(script: Path) -> None:
    cell = compile(script.read_text(encoding="utf-8"), "<cell 1>", "exec")
    notebook: dict[str, object] = {"__name__": "__main__"}
    exec(cell, notebook)
    assert eval(f"loudest({SAYS!r})", notebook) == "MODELS!"
    assert "longest" in eval("loudest.run('a bc').outputs", notebook)


def test_it_works_on_the_command_line(script: Path) -> None:
    assert out(*COMMAND, "run", "my.py:loudest", SAYS, cwd=script.parent) == "MODELS!\n"
    line = json.loads(out(*COMMAND, "run", "my.py", SAYS, "--json", cwd=script.parent))
    assert line["output"] == "MODELS!"
    assert line["seconds"] >= 0


def test_it_is_shown_on_the_command_line(script: Path) -> None:
    drawn = out(*COMMAND, "show", "my.py:loudest", cwd=script.parent)
    assert "longest" in drawn
    assert "list[str]" in drawn
    out(*COMMAND, "show", "my.py:loudest", "--svg", "loudest.svg", cwd=script.parent)
    assert (script.parent / "loudest.svg").read_text(encoding="utf-8").startswith("<svg")


def test_the_prompt_shows_what_the_prompt_gives(script: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import doctest

    monkeypatch.syspath_prepend(str(script.parent))
    examples = doctest.DocTestParser().get_doctest(blocks("pycon")[0], {}, "README", str(README), 0)
    assert examples.examples
    assert doctest.DocTestRunner(verbose=False).run(examples).failed == 0
