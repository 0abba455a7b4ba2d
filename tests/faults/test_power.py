"""After a power cut nothing is damaged, nothing that acted is forgotten, and runs go on."""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random

import pytest

from tests.faults.delivery import SUBJECT
from tests.faults.ledger import LEDGER
from tests.faults.power import Replay, watched_runs

pytestmark = [pytest.mark.soak, pytest.mark.skipif(shutil.which("strace") is None, reason="needs strace")]

CARELESS = {
    "acts that are not forced to disk": (
        "from compound.journal.writing.writer import Writer; Writer.secure = Writer.settle"
    ),
    "blobs that are not forced to disk": "import os; os.fsync = lambda handle: None",
}


@pytest.fixture(autouse=True)
def _ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(LEDGER, str(tmp_path / "ledger"))
    SUBJECT.warm()


def test_the_power_is_cut_at_any_instant(tmp_path: Path) -> None:
    replay = Replay(tmp_path, Random(0), every=4)
    replay.run(watched_runs(tmp_path))
    assert replay.wrong == []
    assert replay.resumed > 10


@pytest.mark.parametrize("before", CARELESS.values(), ids=CARELESS)
def test_what_is_not_forced_to_disk_is_noticed(before: str, tmp_path: Path) -> None:
    replay = Replay(tmp_path, Random(0), every=25)
    replay.run(watched_runs(tmp_path, before))
    assert replay.wrong
