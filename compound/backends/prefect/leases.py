"""The right to work on a flow run, which one process has at a time.

Prefect can start a flow run twice: a worker reports one crash two times, and a run whose heartbeats came late is taken
for dead. Prefect's own states do not keep the two apart. A lease does, because it ends with the process that has it: it
is a lock of the journal's database where that is Postgres, and otherwise a lock on a file beside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from time import time

from sqlalchemy import Engine, text, update

from compound.cache.claims import Claims
from compound.errors.deploy import FlowRunHeld
from compound.journal import tables
from compound.store.blobs import digest_of


@contextmanager
def lease(flow_run: str, engine: Engine) -> Iterator[None]:
    """Holds the lease on a flow run in the journal with this database, where what ran of it before is then crashed.

    Raises FlowRunHeld at once when another process has it, and JournalUnreachable's causes as SQLAlchemy gives them.
    """
    with _locked(flow_run, engine) as held:
        if not held:
            raise FlowRunHeld(flow_run=flow_run)
        _mark_crashed(flow_run, engine)
        yield


def is_held(flow_run: str, engine: Engine) -> bool:
    """Whether a process works on the flow run now. Nothing is marked."""
    with _locked(flow_run, engine) as held:
        return not held


def _locked(flow_run: str, engine: Engine) -> AbstractContextManager[bool]:
    """A lock for as long as it lasts; it gives whether this process has it."""
    digest = digest_of(flow_run.encode())
    return _in_postgres(digest, engine) if engine.dialect.name == "postgresql" else _beside(digest, engine)


def _mark_crashed(flow_run: str, engine: Engine) -> None:
    """Also what ran on another machine, of which the journal alone cannot tell that it is over."""
    runs = tables.runs.c
    mine = (runs.flow_run == flow_run) & (runs.status == "running")
    with engine.begin() as connection:
        connection.execute(update(tables.runs).where(mine).values(status="crashed", ended=time()))


@contextmanager
def _in_postgres(digest: str, engine: Engine) -> Iterator[bool]:
    """An advisory lock of a session, which Postgres frees when the connection ends, however it does."""
    number = int.from_bytes(bytes.fromhex(digest[:16]), signed=True)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        yield bool(connection.scalar(text("SELECT pg_try_advisory_lock(:number)"), {"number": number}))


@contextmanager
def _beside(digest: str, engine: Engine) -> Iterator[bool]:
    claim = Claims(Path(f"{engine.url.database}.leases")).take(digest)
    try:
        yield claim is not None
    finally:
        if claim is not None:
            claim.release()
