"""What a flow run leaves on Prefect's page: its graph, its times and prices, the fields it read, its pictures."""

from __future__ import annotations

import logging
import re
from itertools import islice
from typing import TYPE_CHECKING, Any

from blake3 import blake3
from prefect.artifacts import create_link_artifact, create_markdown_artifact, create_table_artifact

from compound.backends.prefect.contents import pictures, readings, reports
from compound.backends.prefect.markdown import plain
from compound.backends.prefect.overview import overview
from compound.seeing.outcomes import outcome
from compound.seeing.places import Place, places
from compound.seeing.reading import fields_missing, fields_read
from compound.seeing.text import clipped
from compound.seeing.thumbnail import thumbnail

if TYPE_CHECKING:
    from compound.graph.pipeline import Pipeline
    from compound.run.result import Run

PICTURES = 6
ROWS = 500
"""Rows of a table, which the server keeps in one piece."""
_LONGEST = 200
"""Cells of a text in a table."""
_log = logging.getLogger(__name__)


def publish(run: Run[Any], pipeline: Pipeline[Any, Any]) -> None:
    """Makes the artifacts of a run that has ended, well or badly. Called in the flow, at its end.

    Their keys are the pipeline's name and what they show, so that Prefect keeps the history of each. One that cannot
    be made is a warning: what a run did does not depend on what can be shown of it.
    """
    key = artifact_key(pipeline.name)
    for made in (_page, _nodes, _fields, _pictures, _reports):
        try:
            made(run, pipeline, key)
        except Exception as error:  # noqa: BLE001 - see above: values, drawings, the network
            _log.warning("%s: no artifact of the %s: %s", pipeline.name, made.__name__.strip("_"), error)


def _page(run: Run[Any], pipeline: Pipeline[Any, Any], key: str) -> None:
    create_markdown_artifact(overview(run, pipeline), f"{key}-run", "How the run went.")


def _nodes(run: Run[Any], pipeline: Pipeline[Any, Any], key: str) -> None:
    rows = [_times(run, place) for place in islice(places(pipeline.plan), ROWS)]
    create_table_artifact(rows, f"{key}-nodes", "Calls, seconds and price of each node.")


def _fields(run: Run[Any], pipeline: Pipeline[Any, Any], key: str) -> None:
    rows = [row for source, reading in readings(run) for row in _read(source, reading)]
    if rows:
        create_table_artifact(rows[:ROWS], f"{key}-fields", "Fields that were read, and what they rest on.")


def _pictures(run: Run[Any], pipeline: Pipeline[Any, Any], key: str) -> None:
    shown = [
        f"{plain(name)}: {image.width} × {image.height}\n\n![{plain(name)}]({thumbnail(image)})"
        for name, image in islice(pictures(run), PICTURES)
    ]
    if shown:
        create_markdown_artifact("\n\n".join(shown), f"{key}-pictures", "Pictures among the outputs of nodes.")


def _reports(run: Run[Any], pipeline: Pipeline[Any, Any], key: str) -> None:
    for path in reports(run):
        create_link_artifact(path.as_uri(), path.name, f"{key}-report", "The report that the run wrote.")


def _times(run: Run[Any], place: Place) -> dict[str, Any]:
    timing = run.timings.get(place.name)
    return {
        "node": place.name,
        "outcome": "" if place.depth else outcome(run, place.name),
        "calls": timing.calls if timing else 0,
        "cached": timing.recalled if timing else 0,
        "seconds": round(timing.seconds, 6) if timing else None,
        "price": None if place.cost is None or timing is None else round(place.cost * timing.calls, 9),
    }


def _read(source: str, reading: Any) -> list[dict[str, Any]]:
    rows = [
        {
            "source": source,
            "field": name,
            "value": clipped(str(field.value), _LONGEST),
            "confidence": round(field.confidence, 3),
            "page": getattr(field, "page", None),
        }
        for name, field in (fields_read(reading) or {}).items()
    ]
    nothing = {"value": "not found", "confidence": None, "page": None}
    return [*rows, *({"source": source, "field": name, **nothing} for name in fields_missing(reading))]


def artifact_key(name: str) -> str:
    """The name in the signs that keys may have; what is lost by that is made up for by a digest."""
    key = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    if key == name.replace("_", "-"):
        return key
    return f"{key}-{blake3(name.encode()).hexdigest()[:6]}".lstrip("-")
