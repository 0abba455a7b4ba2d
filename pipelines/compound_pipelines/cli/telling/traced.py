"""One run that was traced: its lineage, its inputs, and the places that its output names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from compound.graph.step import MISSING
from compound.journal.journal import Journal
from compound.provenance.ancestry import Lineage, lineage
from compound.provenance.inputs import Given, given
from compound.provenance.places import Place, places
from compound.provenance.weights import weights_of
from compound_pipelines.cli.telling.tree import lines_of_tree
from compound_pipelines.cli.telling.wording import SHORT, clock, one_line

if TYPE_CHECKING:
    from compound.provenance.inputs import InputFile
    from compound.values import Box

_STATES = {
    "unchanged": "still what it was",
    "changed": "changed since",
    "uncertain": "maybe changed since, as others of this input were",
    "gone": "not here any more",
}


@dataclass(frozen=True, slots=True)
class Traced:
    """A run, for people and for programs."""

    found: Lineage
    inputs: tuple[Given, ...]
    places: tuple[Place, ...]
    weights: Mapping[str, str]
    """Digests by the name of the model, as far as they are known."""

    def lines(self) -> Iterator[str]:
        run = self.found.run
        took = "" if run.seconds is None else f", {run.seconds:.2f} s"
        again = f", done again from {run.origin[:SHORT]}" if run.origin else ""
        yield f"run {run.id[:SHORT]}, {run.pipeline}, {clock(run.started)}, {run.status}{took}{again}"
        yield from (f"  {line}" for line in lines_of_tree(self.found))
        for name in self.found.models:
            yield f"  model {one_line(name)}: weights {self.weights.get(name, 'not known')[:SHORT]}"
        for one in self.inputs:
            yield from (f"  {line}" for line in _input_lines(one))
        yield from (f"  {_place_line(place)}" for place in self.places)
        yield from (f"  {line}" for line in _doubts(self.found))

    def data(self) -> dict[str, Any]:
        """In JSON's types, but for the values of inputs and fields, which may be dates and the like."""
        found = self.found
        return {
            **asdict(found.run),
            "output": found.output,
            "ends": [asdict(link) for link in found.ends],
            "steps": [asdict(made) for made in found.steps.values()],
            "models": [{"name": name, "weights": self.weights.get(name)} for name in found.models],
            "inputs": [_input_data(one) for one in self.inputs],
            "places": [_place_data(place) for place in self.places],
            "exact": found.exact,
            "conflicts": found.conflicts,
        }


def traced(journal: Journal, run: str) -> Traced:
    """Traces the output of the run whose id begins so. Raises RunUnknown."""
    found = lineage(journal, run)
    return Traced(found, given(journal, found), tuple(places(journal, found)), weights_of(journal, found.run.id))


def _input_lines(one: Given) -> Iterator[str]:
    key = "without a key" if one.key is None else f"key {one.key[:SHORT]}"
    if one.files:
        yield from (f"input {one.name}: {_file(file)}, {key}" for file in one.files)
    else:
        yield f"input {one.name}: {'not kept' if one.data is MISSING else _shown(one.data)}, {key}"


def _file(file: InputFile) -> str:
    return f"{one_line(file.path)}, {_STATES[file.state]}"


def _shown(data: Any) -> str:
    import json

    return one_line(json.dumps(data, ensure_ascii=False))


def _place_line(place: Place) -> str:
    from compound.values.frozen import thaw

    told = place.told
    value = "" if told.value is None else f"{one_line(str(thaw(told.value)))}"
    where = [f"page {told.page}"] if told.page else []
    where += [f"box {_edges(told.box)}"] if told.box else []
    where += [f"characters {told.span[0]} to {told.span[1]}"] if told.span else []
    where += [f"of {one_line(told.source)}"] if told.source else []
    words = f'"{one_line(place.words)}"' if place.words else ""
    said = ", ".join(part for part in (value, *(where or ["place not known"]), words) if part)
    return f"{one_line(place.at.lstrip('.')) or 'output'}: {said}"


def _edges(box: Box) -> str:
    return " ".join(f"{edge:.0f}" for edge in box.edges)


def _doubts(found: Lineage) -> Iterator[str]:
    if not found.exact:
        yield "its graph was not kept, so steps were linked by equal values: a link may be missing, or one of several"
    if found.conflicts:
        names = ", ".join(map(one_line, found.conflicts))
        yield f"not as the graph says, as after going on with other code: {names}"


def _input_data(one: Given) -> dict[str, Any]:
    kept = {} if one.data is MISSING else {"value": one.data}
    return {"name": one.name, "key": one.key, **kept, "files": [asdict(file) for file in one.files]}


def _place_data(place: Place) -> dict[str, Any]:
    """The box is left, top, right, bottom in pixels of the page's picture."""
    from compound.values.frozen import thaw

    told = place.told
    return {
        "at": place.at,
        "value": thaw(told.value),
        "words": place.words,
        "page": told.page,
        "box": told.box and told.box.edges,
        "span": told.span,
        "source": told.source,
    }
