"""What the steps of a run were made of, by equal values alone: for a run whose graph has no serialised form."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from compound.errors.provenance import PathUnknown
from compound.provenance.recorded import Recorded
from compound.provenance.steps import Link, Made


class MatchedWiring:
    """Links every value to all that gave an equal one before, since any of them may have been the one.

    A field of a value, and a list that was put together, equal nothing that a node gave: their links lead nowhere.
    """

    def __init__(self, known: Recorded) -> None:
        self._known = known
        self._order = {path: index for index, path in enumerate(known.ran)}
        self._steps: defaultdict[str, list[str]] = defaultdict(list)
        self._inputs: defaultdict[str, list[str]] = defaultdict(list)
        for path, ran in known.ran.items():
            if ran.output is not None:
                self._steps[ran.output].append(path)
        for name, key in known.inputs.items():
            if key is not None:
                self._inputs[key].append(name)

    def end(self) -> tuple[Link, ...]:
        """Where the output of the run was made; nothing for a run without one."""
        return () if self._known.output is None else tuple(self._links("output", self._known.output, len(self._order)))

    def made(self, path: str) -> Made:
        """The node at a path. Raises PathUnknown."""
        ran = self._known.ran.get(path)
        if ran is None:
            raise PathUnknown(run=self._known.run.id, path=path, known=tuple(self._known.ran))
        links = (link for port, key in ran.inputs for link in self._links(port, key, self._order[path]))
        return Made(path, "node", tuple(links), ran, self._known.decisions.get(path, ""))

    def _links(self, port: str, key: str | None, before: int) -> Iterator[Link]:
        equal = [] if key is None else [path for path in self._steps[key] if self._order[path] < before]
        inputs = [] if key is None else self._inputs[key]
        yield from (Link(port, step=path) for path in equal)
        yield from (Link(port, input=name) for name in inputs)
        if not equal and not inputs:
            yield Link(port)
