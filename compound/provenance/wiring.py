"""What the steps of a run were made of, by its graph and by the branches that it took."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, TypeAlias

from compound.provenance.matching import MatchedWiring
from compound.provenance.recorded import Recorded
from compound.provenance.scopes import Scope, Scopes
from compound.provenance.steps import Link, Made
from compound.workflow.forms import (
    BuildStep,
    EachStep,
    FallbackStep,
    Form,
    GatherStep,
    LoopStep,
    NodeStep,
    Reference,
    SwitchStep,
    WhenStep,
)

if TYPE_CHECKING:
    from compound.workflow.forms import Step

_Part: TypeAlias = tuple[str, Reference, Scope]
"""What a step takes it as, where it comes from, and the pass that says so."""


class GraphWiring:
    """The wiring of a run whose graph has a serialised form.

    A node that is not in the graph, since the run went on with another one, is linked by equal values.
    """

    def __init__(self, form: Form, known: Recorded) -> None:
        self._form = form
        self._matched = MatchedWiring(known)
        self._known = known
        self._scopes = Scopes(form)

    def end(self) -> tuple[Link, ...]:
        """Where the output of the run was made; nothing when it is a constant."""
        link = self._scopes.link("output", self._form.result, self._scopes.root)
        return (link,) if link else ()

    def made(self, path: str) -> Made:
        """The step at a path. Raises PathUnknown."""
        found = self._scopes.find(path)
        if found is None or self._beyond(found[0]):
            return self._matched.made(path)
        scope, step = found
        links = (self._scopes.link(*part) for part in self._parts(step, scope))
        return Made(
            path=path,
            kind=_kind(step),
            links=tuple(link for link in links if link),
            ran=self._known.ran.get(path),
            decision=self._known.decisions.get(path, ""),
        )

    def _parts(self, step: Step, scope: Scope) -> Iterator[_Part]:
        match step:
            case NodeStep() | BuildStep():
                for port, given in step.inputs.items():
                    yield from ((name, one, scope) for name, one in _told_apart(port, given))
            case GatherStep():
                keys = step.keys if step.gather == "dict" else range(len(step.items))
                yield from ((f"[{key!r}]", item, scope) for key, item in zip(keys, step.items, strict=True))
            case EachStep():
                yield from self._items(step, scope)
            case LoopStep():
                yield from self._turns(step, scope)
            case WhenStep() | SwitchStep() | FallbackStep():
                yield from ((port, reference, scope) for port, reference in self._taken(step, scope.path(step)))

    def _items(self, step: EachStep, scope: Scope) -> Iterator[_Part]:
        """The list that was gone through, and what each item gave. Of a body without a trace, all it may have used."""
        yield "items", step.each, scope
        count = self._count(step, scope)
        for index in range(count):
            yield f"[{index}]", step.body.result, self._scopes.inside(scope, step, index)
        if not count:
            yield from (("outer", reference, scope) for reference in step.outer)

    def _turns(self, step: LoopStep, scope: Scope) -> Iterator[_Part]:
        """What the last turn gave, and what said after each whether to go on; without a trace as for items."""
        count = self._count(step, scope)
        if not count:
            yield "state", step.loop, scope
            yield from (("outer", reference, scope) for reference in step.outer)
            return
        yield "state", step.body.result, self._scopes.inside(scope, step, count - 1)
        for index in range(count):
            yield f"until[{index}]", step.body.until, self._scopes.inside(scope, step, index)

    def _taken(self, step: WhenStep | SwitchStep | FallbackStep, path: str) -> Iterator[tuple[str, Reference]]:
        """What chose, and what was chosen; all that there was to choose where the journal does not say."""
        if isinstance(step, WhenStep):
            yield "condition", step.when
            options = [("true", "then", step.then), ("false", "otherwise", step.otherwise)]
        elif isinstance(step, SwitchStep):
            yield "value", step.switch
            cases = [(str(key), f"case {key}", reference) for key, reference in step.cases]
            options = [*cases, ("default", "default", step.default)]
        else:
            primary, alternative = step.fallback
            options = [("primary", "primary", primary), ("alternative", "alternative", alternative)]
        decision = self._known.decisions.get(path)
        chosen = [option for option in options if option[0] == decision] or options
        yield from ((port, reference) for _, port, reference in chosen)

    def _count(self, step: EachStep | LoopStep, scope: Scope) -> int:
        return self._known.passes.get(scope.path(step), 0)

    def _beyond(self, scope: Scope) -> bool:
        """Whether there was no such pass."""
        within = scope.within
        while within is not None:
            if within.index >= self._count(within.step, within.outer):
                return True
            within = within.outer.within
        return False


def _told_apart(port: str, given: Reference | list[Reference]) -> Iterator[tuple[str, Reference]]:
    """What goes into a port; the values of one that takes several are numbered, as the journal has them."""
    if isinstance(given, Reference):
        yield port, given
    elif len(given) == 1:
        yield port, given[0]
    else:
        yield from ((f"{port}[{index}]", one) for index, one in enumerate(given))


def _kind(step: Step) -> str:
    match step:
        case GatherStep():
            return step.gather
        case NodeStep():
            return "node"
        case BuildStep():
            return "build"
        case WhenStep():
            return "when"
        case SwitchStep():
            return "switch"
        case FallbackStep():
            return "fallback"
        case EachStep():
            return "each"
        case LoopStep():
            return "loop"
