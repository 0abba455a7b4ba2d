"""The command line on files that are made to do harm: each is named, and the good one among them is done."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from . import pdfs
from .files import REFUSED
from .watching import Watched, watch

pytestmark = [
    pytest.mark.soak,
    pytest.mark.models,
    pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is read from /proc"),
]
SECONDS = 10
MEMORY = 2**30


def understand(*paths: Path, seconds: float) -> Watched:
    program = "import sys; from compound_pipelines.cli import main; sys.exit(main())"
    words = ["run", "document-understanding", *map(str, paths), "--json"]
    return watch([sys.executable, "-c", program, *words], seconds)


@pytest.mark.parametrize("name", REFUSED)
def test_a_hostile_file_alone_fails_by_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(REFUSED[name][1]())

    seen = understand(path, seconds=SECONDS)
    assert seen.exit_code == 1, seen.errors
    assert seen.memory < MEMORY
    assert str(path) in seen.errors
    assert "Traceback" not in seen.errors
    assert not seen.output


def test_a_good_file_among_hostile_ones_is_done(tmp_path: Path) -> None:
    for name, (_, make) in REFUSED.items():
        (tmp_path / name).write_bytes(make())
    os.mkfifo(tmp_path / "pipe.pdf")
    good = tmp_path / "good.pdf"
    good.write_bytes(pdfs.plain())
    hostile = [tmp_path / name for name in (*REFUSED, "pipe.pdf", "gone.pdf")]

    seen = understand(*hostile[:20], good, *hostile[20:], seconds=600)
    assert seen.exit_code == 1
    assert all(str(path) in seen.errors for path in hostile)
    (line,) = seen.output.splitlines()
    assert json.loads(line)["source"] == str(good)
