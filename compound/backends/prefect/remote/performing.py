"""What a worker does: it runs one node of a pipeline, on values from the store, and keeps what comes of it there.

Nothing here knows of Prefect. A worker needs the store, the modules of the nodes, and their models.
"""

from __future__ import annotations

from functools import lru_cache
from time import perf_counter
from typing import Any

from compound.backends.prefect.remote.errand import Done, Errand, Tried, Undone
from compound.backends.prefect.remote.loaded import Place, place_of
from compound.backends.prefect.remote.stock import stock_at
from compound.backends.prefect.remote.together import Together
from compound.errors.remote import StaysHere, WorkerDied
from compound.errors.values import NotDecodable, NotEncodable
from compound.nodes.policy import Retry
from compound.run.lanes.worker import encoded_error
from compound.run.options import RunOptions
from compound.run.token import Token
from compound.store.blobs import digest_of
from compound.store.reference import Reference, blobs_at

_NONE = Retry(0)
_tried: dict[str, tuple[Tried, ...]] = {}
"""Attempts that failed of errands that this process is to try again."""


def perform(errand: Errand) -> Done:
    """Runs the node of an errand once. Raises Undone for whatever fails."""
    began = perf_counter()
    retries, before = _NONE, _tried.pop(errand.id, ())
    try:
        place = place_of(errand.form, errand.path, errand.stand_ins)
        retries = place.retries
        value, seconds = _run(place, errand)
        kept = _kept(value, errand)
    except BaseException as error:
        failed = (*before, Tried(encoded_error(errand.label, error), perf_counter() - began))
        again = retries.covers(error, len(failed))
        if again:
            _tried[errand.id] = failed
        raise Undone(f"{type(error).__name__}: {error}", failed, again) from error
    return Done(kept, seconds, tuple(sorted(place.alone.models)), before)


def _run(place: Place, errand: Errand) -> tuple[Any, float]:
    values = _arguments(place, errand)
    if place.acts:
        _begin(errand)
    if place.node.policy.batch is not None:
        return _together(place).run(values)
    began = perf_counter()
    return place.alone.run(values, RunOptions(), Token()), perf_counter() - began


def _arguments(place: Place, errand: Errand) -> tuple[Any, ...]:
    values = list(place.constants)
    stock = stock_at(errand.form.place)
    for index, (reference, hint) in enumerate(zip(errand.sources, place.hints, strict=True)):
        if reference is not None:
            try:
                values[index] = stock.read(reference, hint)
            except NotDecodable as error:
                raise StaysHere(node=errand.label, port=place.ports[index], reason=str(error)) from error
    return tuple(values)


def _begin(errand: Errand) -> None:
    """Leaves a mark before a node acts. A cluster gives the errands of a worker that died to another, unasked."""
    blobs, mark = blobs_at(errand.form.place), f"begun {errand.id}".encode()
    if blobs.has(digest_of(mark)):
        reason = "it had begun, and whether it did what it is for is not known"
        raise WorkerDied(node=errand.label, reason=reason)
    blobs.put(mark)


def _kept(value: Any, errand: Errand) -> Reference:
    try:
        return stock_at(errand.form.place).keep(value)
    except NotEncodable as error:
        raise StaysHere(node=errand.label, port="output", reason=str(error)) from error


@lru_cache(maxsize=4096)
def _together(place: Place) -> Together:
    return Together(place.alone)
