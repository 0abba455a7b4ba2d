"""What a run was given, read back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from compound.errors.journal import RunInputLost
from compound.errors.root import CompoundError
from compound.journal import tables

if TYPE_CHECKING:
    from compound.graph.pipeline import Pipeline
    from compound.journal.going_on.past import Past


def inputs_of(past: Past, pipeline: Pipeline[Any, Any]) -> tuple[Any, ...]:
    """The inputs of a run, in the order of the pipeline's ports. Raises RunInputLost."""
    given = tables.run_inputs.c
    with past.journal.engine.connect() as connection:
        asked = select(given.port, given.digest).where(given.run == past.run)
        digests = {row.port: row.digest for row in connection.execute(asked)}
    try:
        return tuple(_input(past, port.name, port.hint, digests.get(port.name)) for port in pipeline.signature.inputs)
    finally:
        past.close()


def _input(past: Past, port: str, hint: Any, digest: str | None) -> Any:
    row = None if digest is None else past.row(digest)
    if digest is None or row is None:
        raise RunInputLost(run=past.run, port=port, reason="it has no form without code")
    try:
        return past.journal.values.read(digest, row, hint)
    except CompoundError as error:
        raise RunInputLost(run=past.run, port=port, reason=str(error)) from error
