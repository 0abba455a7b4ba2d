"""A journal of each test's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from compound.journal.journal import Journal
from compound.store.blobs import Blobs


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    kept = Journal(f"sqlite:///{tmp_path / 'compound.db'}", Blobs(tmp_path / "blobs"))
    yield kept
    kept.close()
