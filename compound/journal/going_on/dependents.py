"""Which node runs of a run rest on a node, and which do not."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from compound.graph.shapes import Each, Loop
from compound.journal.reading.paths import covers

if TYPE_CHECKING:
    from compound.graph.plan import Plan
    from compound.graph.step import Step

_BODY = re.compile(r"\[(\d+)\]/")


def independent_of(node: str, plan: Plan, paths: Collection[str]) -> frozenset[str]:
    """Of the paths of node runs those whose results do not depend on a node, nor are its own.

    `node` is written as `covers` understands it. Of a single item of an `each` only that item depends on it, and what
    follows the `each`; of a single turn of a `loop`, the turns after it. A branch depends on what chose it, what is
    computed in it does not.
    """
    walk = _Walk(node, paths)
    walk.frame(plan, "", set())
    return frozenset(walk.independent.intersection(paths))


class _Walk:
    """Goes through the graph as it ran, each item and each turn by itself."""

    def __init__(self, node: str, paths: Collection[str]) -> None:
        self.independent: set[str] = set()
        self._node = node
        self._indices: dict[str, set[int]] = defaultdict(set)
        for path in paths:
            for found in _BODY.finditer(path):
                self._indices[path[: found.start()]].add(int(found[1]))

    def frame(self, plan: Plan, around: str, dependent: set[int]) -> set[int]:
        """Slots that depend on the node, given those among the inputs that do."""
        for step in plan.steps[: plan.size]:
            if step is None:
                continue
            path = around + step.id
            if covers(self._node, path):
                dependent.add(step.slot)
                continue
            touched = not dependent.isdisjoint(step.sources)
            if isinstance(step.shape, Each | Loop):
                touched |= True in list(self._bodies(step, step.shape, path, dependent))
            if touched:
                dependent.add(step.slot)
            elif step.declaration is not None:
                self.independent.add(path)
        return dependent

    def _bodies(self, step: Step, shape: Each | Loop, path: str, dependent: set[int]) -> Iterator[bool]:
        """Whether what each item or turn gives depends on the node."""
        (first, _), *hidden = shape.body.inputs
        captured = {slot for (slot, _), outer in zip(hidden, step.sources[1:], strict=True) if outer in dependent}
        carried = step.sources[0] in dependent
        for index in sorted(self._indices[path]):
            given = captured | {first} if carried else captured.copy()
            touched = self.frame(shape.body, f"{path}[{index}]/", given)
            if isinstance(shape, Loop):
                carried |= shape.body.outputs[0] in touched
            yield not touched.isdisjoint(shape.body.outputs)
