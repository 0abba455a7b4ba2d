"""A cache of its own for each test, and keys of a small node."""

from __future__ import annotations

from pathlib import Path

import pytest

from compound.cache.cache import Cache
from tests.compound.cache.small import cache_in


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return cache_in(tmp_path)
