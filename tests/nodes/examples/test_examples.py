"""Each capability that compound's own nodes provide has an example, which prints what stands beside it."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest

import compound_nodes.examples
from compound_nodes.manifest import MANIFEST

FOLDER = Path(compound_nodes.examples.__file__).parent
EXAMPLES = sorted(file for file in FOLDER.glob("*.py") if not file.name.startswith("_"))
PROVIDED = {provider.capability: provider for provider in MANIFEST.providers}


def test_every_capability_has_an_example() -> None:
    assert {file.stem for file in EXAMPLES} == {capability.replace(".", "_") for capability in PROVIDED}


@pytest.mark.models
@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_an_example_prints_what_stands_beside_it(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    runpy.run_path(str(file), run_name="__main__")  # in one process for all, since loading models is what takes long
    assert capsys.readouterr().out == file.with_suffix(".txt").read_text("utf-8")


@pytest.mark.parametrize("file", EXAMPLES, ids=lambda file: file.stem)
def test_an_example_uses_what_it_is_named_for(file: Path) -> None:
    assert f'"{file.stem.replace("_", ".", 1)}"' in file.read_text("utf-8")
