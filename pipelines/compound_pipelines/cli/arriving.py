"""What `compound watch` does with a file that arrived: a run here, or an event for Prefect."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from compound.errors.arrivals import InputUnclear
from compound.errors.extras import MissingExtra
from compound_pipelines.cli.formats import ForPeople
from compound_pipelines.cli.remembering import Remembering, remembering
from compound_pipelines.cli.words import calls_from_words
from compound_pipelines.cli.work import Work

if TYPE_CHECKING:
    from compound import Pipeline
    from compound.arrivals.watcher import Arrival

HandOn = Callable[["Arrival"], None]


def to_pipeline(pipeline: Pipeline[..., Any], name: str) -> HandOn:
    """Runs the pipeline on each file, recorded; `name` is the input that takes it, the only one needed when empty.

    A run that fails is said, and not repeated. Raises InputUnclear.
    """
    ports = {port.name: port for port in pipeline.signature.inputs}
    taking = [name] if name else [port.name for port in ports.values() if port.required] or list(ports)
    if len(taking) != 1 or taking[0] not in ports:
        raise InputUnclear(target=pipeline.name, given=name, inputs=tuple(ports))
    memory = remembering(pipeline, cached=True, anew=False)
    if not isinstance(memory, Remembering):
        say(f"not recorded, and not answered from earlier runs: {memory}")
    work = Work(pipeline, window=1, remembering=memory if isinstance(memory, Remembering) else None)

    def hand_on(arrival: Arrival) -> None:
        words = [arrival.path if len(ports) == 1 else f"{taking[0]}={arrival.path}"]
        for call in calls_from_words(pipeline, words).calls:
            outcome = work(call)
            if outcome.problem:
                say(f"error: {arrival.path}: {outcome.problem}")
            else:
                print(ForPeople().result(outcome), flush=True)

    return hand_on


def to_prefect(place: str, deployment: str, name: str) -> HandOn:
    """Tells Prefect of each file, which starts a run of the deployment; `name` as in `to_pipeline`.

    Raises MissingExtra, NoServer, ServerUnreachable, NoSuchDeployment, InputUnclear.
    """
    try:
        import prefect  # noqa: F401
    except ModuleNotFoundError as missing:
        if missing.name != "prefect":
            raise
        raise MissingExtra(extra="prefect", package="prefect") from None
    from compound.backends.prefect.events import Route

    route = Route(place, deployment, name)
    route.open()

    def hand_on(arrival: Arrival) -> None:
        route.hand_on(arrival)
        print(f"{arrival.path}: {deployment} starts", flush=True)

    return hand_on


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
