"""One process at a time works on a flow run."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine

from compound.backends.prefect.leases import is_held, lease
from compound.errors.deploy import FlowRunHeld
from compound.journal.opening import opened
from tests.compound.journal.servers import postgres, why_none

HOLDER = """
import sys
from compound.backends.prefect.leases import lease
from compound.journal.opening import opened
with lease("run", opened(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.soak)])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'compound.db'}"
        return
    if reason := why_none():
        pytest.skip(reason)
    with postgres() as server:
        yield server


@pytest.fixture
def engine(url: str) -> Engine:
    return opened(url)


def test_another_process_is_refused_until_the_first_one_lets_go(url: str, engine: Engine) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(FlowRunHeld), lease("run", engine):
            pass
        assert not is_held("another run", engine)
        holder.communicate()
    assert not is_held("run", engine)


def test_a_lease_ends_with_a_process_that_is_killed(url: str, engine: Engine) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        assert is_held("run", engine)
        holder.kill()
        holder.wait()
    while is_held("run", engine):  # Postgres learns of it by and by
        pass
    with lease("run", engine):
        assert is_held("run", engine)


def test_a_lease_ends_with_an_error(engine: Engine) -> None:
    with pytest.raises(ZeroDivisionError), lease("run", engine):
        _ = 1 / 0
    assert not is_held("run", engine)
