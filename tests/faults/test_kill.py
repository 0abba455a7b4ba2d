"""A run that is killed at any instant goes on, and repeats nothing that was finished."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.faults.fifty import LEDGER
from tests.faults.kill import Trial, trial, warm

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs fork")


@pytest.fixture(autouse=True)
def _ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(LEDGER, str(tmp_path / "ledger"))
    warm()


@pytest.mark.parametrize("deaths", [[1], [2, 5], [4, 4, 4], [33], [60, 7], [83]], ids=str)
def test_killed_at_boundaries_of_its_journal(deaths: list[int], tmp_path: Path) -> None:
    made = trial(Trial(tmp_path, window=1), deaths)
    assert made.wrong == []
    assert made.deaths
