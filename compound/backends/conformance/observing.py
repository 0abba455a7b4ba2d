"""All that can be seen of a run, in words: what its caller gets, and what the journal has of it but times and ids."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from compound.backends.conformance.backend import Backend
from compound.errors.run import PipelineFailed
from compound.journal import tables
from compound.journal.reading.runs import NodeRun, RunDetails, details, list_runs
from compound.journal.writing.record import key_or_none
from compound.journal.writing.recording import Recording

if TYPE_CHECKING:
    from compound.cache.cache import Cache
    from compound.graph.pipeline import Pipeline
    from compound.journal.journal import Journal
    from compound.run.result import Run

Seen = dict[str, tuple[str, ...]]
"""What was said of each thing; in an order that does not depend on which node came first."""
Line = tuple[str, str]
"""A thing, and something that is said of it."""
_DEPENDS_ON_THE_DAY = ("id", "run", "at", "ended", "seconds", "place", "trace", "process", "started", "origin")


def observed(
    backend: Backend, pipeline: Pipeline[..., Any], inputs: tuple[Any, ...], journal: Journal, cache: Cache | None
) -> Seen:
    """What is seen of one run on a backend, recorded into a journal that has no other.

    Raises nothing that a run may raise: that is seen, too.
    """
    told = list(_returned(backend, pipeline, inputs, Recording(journal, cache)))
    runs = list_runs(journal, 2)
    told.append(("journal", f"{len(runs)} runs"))
    if runs:
        told += _recorded(journal, runs[0].id)
    return {what: tuple(sorted(said for other, said in told if other == what)) for what in sorted(dict(told))}


def _returned(
    backend: Backend, pipeline: Pipeline[..., Any], inputs: tuple[Any, ...], memory: Recording
) -> Iterator[Line]:
    try:
        output = backend.run(pipeline, inputs, memory)
    except PipelineFailed as failed:
        yield "result", "PipelineFailed"
        yield "order of failures", json.dumps([failure.node for failure in failed.failures])
        yield from _failed(failed.run)
    except Exception as error:  # noqa: BLE001 - whatever a backend raises is compared
        yield "result", f"{type(error).__name__}: {error}"
    else:
        yield "result", f"{type(output).__name__} {key_or_none(output) or output}"


def _failed(run: Run[Any]) -> Iterator[Line]:
    for name, failed in run.failures.items():
        error = failed.error
        yield f"failure of {name}", f"{type(error).__name__}: {error} (attempt {failed.attempts} of {failed.node})"
    for name, cause in run.blocked.items():
        yield f"blocked {name}", cause
    for name in run.skipped:
        yield f"skipped {name}", ""
    for name, value in run.outputs.items():
        yield f"output of {name}", key_or_none(value) or str(value)


def _recorded(journal: Journal, run: str) -> Iterator[Line]:
    found = details(journal, run)
    yield "run", _as_text({name: getattr(found.run, name) for name in ("pipeline", "ref", "status", "models")})
    yield "output in the journal", str(found.output)
    yield from ((f"input {port}", str(digest)) for port, digest in found.inputs.items())
    yield from ((f"node run {node.path}", _node(node)) for node in found.nodes)
    yield from _rows("error", found.errors)
    yield from _rows("decision", found.decisions)
    yield from _from_tables(journal, found)


def _node(node: NodeRun) -> str:
    return _as_text({name: getattr(node, name) for name in NodeRun.__slots__ if name not in _DEPENDS_ON_THE_DAY})


def _from_tables(journal: Journal, found: RunDetails) -> Iterator[Line]:
    run, intents, outcomes = found.run.id, tables.intents, tables.outcomes
    did = select(intents, outcomes.c.status).join(outcomes, outcomes.c.intent == intents.c.id, isouter=True)
    with journal.engine.connect() as connection:
        form = connection.scalar(select(tables.runs.c.form).where(tables.runs.c.id == run))
        recipes = connection.execute(select(tables.run_recipes).where(tables.run_recipes.c.run == run)).mappings().all()
        acts = connection.execute(did.where(intents.c.run == run)).mappings().all()
        kept = connection.scalars(select(tables.values.c.digest)).all()
    yield "serialised form", str(form)
    yield from ((f"recipe of {row['node']}", str(row["recipe"])) for row in recipes)
    yield from _rows("act", acts)
    yield from (("values kept", digest) for digest in kept)


def _rows(kind: str, rows: Iterable[Any]) -> Iterator[Line]:
    for row in rows:
        yield f"{kind} {row['path']}", _as_text({k: v for k, v in row.items() if k not in _DEPENDS_ON_THE_DAY})


def _as_text(data: dict[str, Any]) -> str:
    return json.dumps(data, sort_keys=True, ensure_ascii=False)
