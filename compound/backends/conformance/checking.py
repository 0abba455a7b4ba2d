"""Whether a backend does what a local run does."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from compound.backends.conformance.backend import Backend, Local
from compound.backends.conformance.observing import Seen, observed
from compound.cache.cache import Cache
from compound.errors.conformance import BackendDiffers, Difference
from compound.journal.journal import Journal
from compound.store.blobs import Blobs

if TYPE_CHECKING:
    from compound.graph.pipeline import Pipeline


def check(backend: Backend, pipeline: Pipeline[..., Any], inputs: tuple[Any, ...]) -> None:
    """Runs the graph here and on the backend, each into a journal of its own, and compares all that is seen of it.

    Equal must be: the output or what is raised, which nodes failed how and after how many attempts, what that blocked,
    what was skipped; in the journal the node runs by their paths with their attempts, statuses and the keys of what
    went in and came out, errors, decisions, acts, the graph, the code and the values. The order in which nodes that do
    not depend on each other came, and all times, may differ. Raises BackendDiffers.
    """
    with tempfile.TemporaryDirectory(prefix="compound-conformance-") as folder:
        here = _seen(Local(), pipeline, inputs, Path(folder, "here"))
        there = _seen(backend, pipeline, inputs, Path(folder, "there"))
    _compare(pipeline, inputs, here, there)


def check_recalling(backend: Backend, pipeline: Pipeline[..., Any], inputs: tuple[Any, ...]) -> None:
    """As `check`, where a cache has the answers of a local run: both must take the same ones from it, by equal keys.

    Raises BackendDiffers.
    """
    with tempfile.TemporaryDirectory(prefix="compound-conformance-") as folder:
        root = Path(folder)
        cache = Cache(root / "cache.db", Blobs(root / "answers"))
        _seen(Local(), pipeline, inputs, root / "before", cache)
        here = _seen(Local(), pipeline, inputs, root / "here", cache)
        there = _seen(backend, pipeline, inputs, root / "there", cache)
    _compare(pipeline, inputs, here, there)


def _seen(
    backend: Backend, pipeline: Pipeline[..., Any], inputs: tuple[Any, ...], place: Path, cache: Cache | None = None
) -> Seen:
    with closing(Journal(_url(place / "compound.db"), Blobs(place / "blobs"))) as journal:
        return observed(backend, pipeline, inputs, journal, cache)


def _url(file: Path) -> str:
    return f"sqlite:///{file}"


def _compare(pipeline: Pipeline[..., Any], inputs: tuple[Any, ...], here: Seen, there: Seen) -> None:
    differences = tuple(_differences(here, there))
    if differences:
        raise BackendDiffers(pipeline=pipeline.name, inputs=inputs, differences=differences)


def _differences(here: Seen, there: Seen) -> Iterator[Difference]:
    for what in sorted({*here, *there}):
        one, other = here.get(what, ()), there.get(what, ())
        if one != other:
            yield Difference(what, _without(one, other), _without(other, one))


def _without(some: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    """What is in the one and not in the other, each as often as it is there more often."""
    left = list(others)
    found = []
    for said in some:
        if said in left:
            left.remove(said)
        else:
            found.append(said)
    return tuple(found)
