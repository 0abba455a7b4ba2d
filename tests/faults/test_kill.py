"""A run that is killed at any instant goes on, and repeats nothing that was finished."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from compound.keys.value import key_of
from tests.faults.fifty import OUTPUT, warm
from tests.faults.ledger import LEDGER
from tests.faults.life import Life, forked
from tests.faults.trial import Trial

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork")


@pytest.fixture(autouse=True)
def _ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(LEDGER, str(tmp_path / "ledger"))
    warm()


@pytest.mark.parametrize("deaths", [[1], [2, 5], [4, 4, 4], [33], [60, 7], [83]], ids=str)
def test_killed_at_boundaries_of_its_journal(deaths: list[int], tmp_path: Path) -> None:
    made = Trial(Life("fifty", tmp_path, window=1), key_of(OUTPUT), forked)
    made.go_through(deaths)
    assert made.wrong == []
    assert made.deaths


@pytest.mark.soak
@pytest.mark.models
def test_killed_with_real_models() -> None:
    """In a process of its own: what this one has loaded may have started threads."""
    command = [sys.executable, "-m", "tests.faults.kill", "--models", "--kills", "20", "--cold", "1"]
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    assert told.returncode == 0, told.stdout + told.stderr
    assert told.stdout.count("; 0 faults") == 2
