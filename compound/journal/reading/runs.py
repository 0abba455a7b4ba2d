"""Runs as the journal has them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from sqlalchemy import Row, select

from compound.errors.journal import JournalDamaged, NodeNotInRun, RunUnknown
from compound.journal import tables
from compound.journal.journal import Journal
from compound.journal.reading.paths import covers
from compound.journal.writing.rows import decode


@dataclass(frozen=True, slots=True)
class RunSummary:
    """One run."""

    id: str
    pipeline: str
    ref: str
    """`module:qualname` of the pipeline."""
    status: str
    """running, succeeded, failed, cancelled or crashed."""
    started: float
    """Seconds since 1970."""
    seconds: float | None
    models: tuple[str, ...]
    origin: str | None
    """The run that this one was done again from."""


@dataclass(frozen=True, slots=True)
class NodeRun:
    """One attempt of one node."""

    path: str
    """`each[3]/read`."""
    node: str
    """`module:qualname`."""
    effect: str
    attempt: int
    status: str
    """succeeded, retrying or failed."""
    ended: float
    """Seconds since 1970."""
    seconds: float
    inputs: tuple[tuple[str, str | None], ...]
    """Ports and keys of the values; None for what has no key."""
    output: str | None
    models: tuple[str, ...]
    cost: float | None
    key: str | None
    """Of the answer in the cache; None where the cache was not asked."""
    cache: str | None
    """`hit`, or why the answer was not there, as `Miss.reason`; `taken` from another run; None as for `key`."""


@dataclass(frozen=True, slots=True)
class RunDetails:
    """One run with all that happened in it, in order."""

    run: RunSummary
    inputs: dict[str, str | None]
    """Keys by port."""
    output: str | None
    nodes: tuple[NodeRun, ...]
    errors: tuple[dict[str, Any], ...]
    """`path`, `attempt`, `type`, `message`, `place` and `trace` of each."""
    decisions: tuple[dict[str, Any], ...]
    """`path`, `what` and `at` of each."""


def list_runs(journal: Journal, most: int) -> list[RunSummary]:
    """The last runs, the newest first."""
    asked = select(tables.runs).order_by(tables.runs.c.id.desc()).limit(most)
    with journal.engine.connect() as connection:
        return [_summary(row) for row in connection.execute(asked)]


def find_run(journal: Journal, start: str) -> RunSummary:
    """The run whose id begins so. Raises RunUnknown when there is none, or several."""
    column = tables.runs.c.id
    asked = select(tables.runs).where(column >= start, column < start + "g").limit(100)  # ids are hex: g comes after
    with journal.engine.connect() as connection:
        found = connection.execute(asked).all() if start else []
    if len(found) != 1:
        raise RunUnknown(run=start, found=len(found))
    return _summary(found[0])


def details(journal: Journal, start: str) -> RunDetails:
    """All about the run whose id begins so. Raises RunUnknown."""
    run = find_run(journal, start)
    given, nodes = tables.run_inputs.c, tables.node_runs
    with journal.engine.connect() as connection:
        output = connection.scalar(select(tables.runs.c.output).where(tables.runs.c.id == run.id))
        inputs = connection.execute(select(given.port, given.digest).where(given.run == run.id)).all()
        ran = connection.execute(select(nodes).where(nodes.c.run == run.id).order_by(nodes.c.id)).all()
        errors, decisions = (
            connection.execute(select(table).where(table.c.run == run.id).order_by(table.c.id)).mappings().all()
            for table in (tables.errors, tables.decisions)
        )
    return RunDetails(
        run,
        {row.port: row.digest for row in inputs},
        output,
        tuple(map(_node_run, ran)),
        _told(errors),
        _told(decisions),
    )


def refuse_unknown_node(run: str, name: str, paths: Iterable[str]) -> None:
    """Raises NodeNotInRun unless the name, as `covers` understands it, means one of the paths at least."""
    known = list(dict.fromkeys(paths))
    if not any(covers(name, path) for path in known):
        raise NodeNotInRun(run=run, node=name, near=tuple(get_close_matches(name, known, n=3)))


def _told(rows: Any) -> tuple[dict[str, Any], ...]:
    return tuple({name: value for name, value in row.items() if name not in ("id", "run")} for row in rows)


def _summary(row: Row[Any]) -> RunSummary:
    models = tuple(decode(row.models, f"the models of run {row.id}"))
    return RunSummary(row.id, row.pipeline, row.ref, row.status, row.started, row.seconds, models, row.origin)


def _inputs(row: Row[Any]) -> tuple[tuple[str, str | None], ...]:
    what = f"the inputs of {row.path} in run {row.run}"
    found = decode(row.inputs, what)
    try:
        return tuple((port, key) for port, key in found)
    except (TypeError, ValueError) as error:
        raise JournalDamaged(what=what, reason="they are no pairs") from error


def _node_run(row: Row[Any]) -> NodeRun:
    return NodeRun(
        path=row.path,
        node=row.node,
        effect=row.effect,
        attempt=row.attempt,
        status=row.status,
        ended=row.ended,
        seconds=row.seconds,
        inputs=_inputs(row),
        output=row.output,
        models=tuple(decode(row.models, f"the models of {row.path} in run {row.run}")),
        cost=row.cost,
        key=row.key,
        cache=row.cache,
    )
