"""The nodes of a ten-line script, run as `__main__`, are found again under the name of its file."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

SCRIPT = """
import json, sys
from compound import load_workflow, node, pipeline
@node
def words(text: str) -> list[str]: return text.split()
@node
def longest(words: list[str]) -> str: return max(words, key=len)
@pipeline
def loudest(text: str) -> str: return longest(words(text))
if __name__ == "__main__":
    loudest.save("loudest.yaml")
    again = load_workflow(loudest.spec())
    print(json.dumps([loudest.spec(), again.spec() == loudest.spec(), again("small models add up")]))
"""
ELSEWHERE = """
import sys
from pathlib import Path
from compound import load_workflow
print(load_workflow(Path("loudest.yaml"), modules=["ten_lines"])("small models add up"))
"""


def run(code: list[str], folder: Path) -> str:
    return subprocess.run([sys.executable, *code], cwd=folder, check=True, capture_output=True, text=True).stdout


def test_a_script_reads_its_own_nodes_and_another_program_reads_them_too(tmp_path: Path):
    (tmp_path / "ten_lines.py").write_text(SCRIPT)
    spec, exact, answer = json.loads(run(["ten_lines.py"], tmp_path))
    assert [step["node"] for step in spec["steps"]] == ["ten_lines:words", "ten_lines:longest"]
    assert (exact, answer) == (True, "models")
    assert run(["-c", ELSEWHERE], tmp_path).strip() == "models"
