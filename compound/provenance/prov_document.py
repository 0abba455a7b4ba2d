"""A run as a W3C PROV document (https://www.w3.org/TR/prov-dm/), through the library `prov`."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import compound
from compound.errors.extras import MissingExtra
from compound.journal.journal import Journal
from compound.journal.reading.runs import NodeRun
from compound.provenance.ancestry import Lineage, whole
from compound.provenance.artifacts import files_of
from compound.provenance.inputs import given
from compound.provenance.steps import Link, Made
from compound.provenance.weights import weights_of

if TYPE_CHECKING:
    from prov.model import ProvActivity, ProvAgent, ProvDocument, ProvEntity

_COLLECTIONS = ("each", "list", "tuple", "dict")


def prov_document(journal: Journal, start: str) -> ProvDocument:
    """The run whose id begins so, with all that it finished; `serialize` makes it PROV-JSON.

    Values are entities, one for each time that a value was made, so that equal values stay apart; calls of nodes are
    activities, started by that of the run; compound and the models are agents. Lists are collections of their items,
    and files that were written of the run are entities that it generated. Values themselves are not in it, but their
    keys. Raises RunUnknown, and MissingExtra when the library is not installed.
    """
    try:
        from prov.model import ProvDocument
    except ModuleNotFoundError as error:
        raise MissingExtra(extra="provenance", package="prov") from error
    found = whole(journal, start)
    drawing = _Drawing(ProvDocument(), found, journal)
    drawing.add_inputs()
    for made in found.steps.values():
        drawing.connect(made)
    drawing.add_files()
    return drawing.document


class _Drawing:
    """A document on its way."""

    def __init__(self, document: ProvDocument, found: Lineage, journal: Journal) -> None:
        self.document = document
        self._found = found
        self._journal = journal
        document.add_namespace("compound", "urn:compound:")
        document.add_namespace("model", "urn:compound:model:")
        document.add_namespace("run", f"urn:compound:run:{found.run.id}:")
        self._engine = document.agent(
            "compound:engine", {"prov:type": "prov:SoftwareAgent", "compound:version": compound.__version__}
        )
        self._weights = weights_of(journal, found.run.id)
        self._models: dict[str, ProvAgent] = {}
        self._inputs: dict[str, ProvEntity] = {}
        self._run = self._run_activity()
        self._values = {path: self._value(number, made) for number, (path, made) in enumerate(_values(found), 1)}

    def add_inputs(self) -> None:
        for one in given(self._journal, self._found):
            files = [("compound:file", file.path) for file in one.files]
            about = [("prov:type", "compound:Input"), ("prov:label", one.name), *_key(one.key), *files]
            self._inputs[one.name] = self.document.entity(f"run:input-{_local(one.name)}", about)

    def connect(self, made: Made) -> None:
        """What a value was made by and of."""
        value = self._values.get(made.path)
        if value is None:
            return
        number = value.identifier.localpart.rpartition("-")[2]  # type: ignore[union-attr]
        activity = None if made.ran is None else self._activity(f"run:call-{number}", made, made.ran)
        if activity is not None and made.ran is not None:
            self.document.wasGeneratedBy(value, activity, _time(made.ran.ended))
        for link in made.links:
            source = self._inputs.get(link.input) or self._values.get(link.step)
            if source is not None:
                self._derive(value, source, made, link, activity)

    def add_files(self) -> None:
        ends = [self._values[link.step] for link in self._found.ends if link.step in self._values]
        for number, file in enumerate(files_of(self._journal, self._found.run.id), 1):
            about = {"prov:type": "compound:File", "prov:label": file.path, "compound:digest": file.digest}
            entity = self.document.entity(f"run:file-{number}", about)
            self.document.wasGeneratedBy(entity, self._run, _time(file.at))
            for end in ends:
                self.document.wasDerivedFrom(entity, end)

    def _run_activity(self) -> ProvActivity:
        run = self._found.run
        about = {
            "prov:type": "compound:Run",
            "prov:label": run.pipeline,
            "compound:pipeline": run.ref,
            "compound:status": run.status,
        }
        ended = None if run.seconds is None else _time(run.started + run.seconds)
        activity = self.document.activity("run:run", _time(run.started), ended, about)
        plan = self.document.entity("run:graph", {"prov:type": "prov:Plan", "prov:label": run.ref})
        self.document.wasAssociatedWith(activity, self._engine, plan)
        return activity

    def _value(self, number: int, made: Made) -> ProvEntity:
        types = [("prov:type", "prov:Collection")] if made.kind in _COLLECTIONS else []
        ends = [("prov:type", "compound:Output")] if any(link.step == made.path for link in self._found.ends) else []
        key = None if made.ran is None else made.ran.output
        about = [*types, *ends, ("prov:label", made.path), ("compound:kind", made.kind), *_key(key)]
        chosen = [("compound:decision", made.decision)] if made.decision else []
        return self.document.entity(f"run:value-{number}", [*about, *chosen])

    def _activity(self, name: str, made: Made, ran: NodeRun) -> ProvActivity:
        about: dict[str, Any] = {
            "prov:type": "compound:Call",
            "prov:label": made.path,
            "compound:node": ran.node,
            "compound:effect": ran.effect,
            "compound:attempt": ran.attempt,
            **({} if ran.cache is None else {"compound:cache": ran.cache}),
            **({} if ran.cost is None else {"compound:cost": ran.cost}),
        }
        activity = self.document.activity(name, _time(ran.ended - ran.seconds), _time(ran.ended), about)
        self.document.wasStartedBy(activity, None, self._run)
        self.document.wasAssociatedWith(activity, self._engine)
        for model in ran.models:
            self.document.wasAssociatedWith(activity, self._model(model), None, None, {"prov:role": "model"})
        return activity

    def _model(self, name: str) -> ProvAgent:
        if name not in self._models:
            weights = {"compound:weights": self._weights[name]} if name in self._weights else {}
            about = {"prov:type": "prov:SoftwareAgent", "prov:label": name, **weights}
            self._models[name] = self.document.agent(f"model:{_local(name)}", about)
        return self._models[name]

    def _derive(
        self, value: ProvEntity, source: ProvEntity, made: Made, link: Link, activity: ProvActivity | None
    ) -> None:
        about = {"prov:role": link.port, **({"compound:field": link.field} if link.field else {})}
        if activity is not None:
            self.document.used(activity, source, None, None, about)
            self.document.wasDerivedFrom(value, source, activity)
        elif made.kind in _COLLECTIONS and link.port.startswith("["):
            self.document.hadMember(value, source)
        else:
            self.document.wasDerivedFrom(value, source, other_attributes=about)


def _values(found: Lineage) -> Iterator[tuple[str, Made]]:
    """Steps that gave a value: nodes that finished, and what shapes the graph."""
    for path, made in found.steps.items():
        if made.ran is not None or made.kind not in ("node", "build"):
            yield path, made


def _key(key: str | None) -> list[tuple[str, Any]]:
    return [] if key is None else [("compound:key", key)]


def _local(name: str) -> str:
    """A name as the local part of a qualified name."""
    return quote(name, safe="")


def _time(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)
