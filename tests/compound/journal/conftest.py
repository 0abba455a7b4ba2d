"""A journal of each test's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from compound.journal.journal import Journal
from compound.store.blobs import Blobs
from tests.compound.journal.garden import CALLS


@pytest.fixture
def journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Journal]:
    monkeypatch.setenv(CALLS, str(tmp_path / "calls"))
    kept = Journal(f"sqlite:///{tmp_path / 'compound.db'}", Blobs(tmp_path / "blobs"))
    yield kept
    kept.close()
