"""Checks of values against types at run time: strict, without copies, and as sound as `assignable`.

Nothing is coerced, copied or consumed; iterators and generators are therefore taken on their class alone. Classes,
dataclasses, named tuples and pydantic models take instances of their subclasses, and the fields of the last three are
read and checked each time, since they may have been made or changed without validation. `int` is taken for `float`,
`bool` is taken for neither. Constraints in `Annotated` are checked by pydantic in strict mode.

Containers of more than `SAMPLED` items are checked at that many fixed positions, spread evenly from the first to the
last, unless `full` is asked for. Values may be nested to any depth and may contain themselves.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence
from typing import Any

from compound.errors.ports import Mismatch, UncheckableType, UnresolvedReference
from compound.ports.naming import type_name
from compound.ports.summary import MISSING, summarise

SAMPLED = 1_000

Path = tuple["Path", str] | None
"""The steps to a place in a value, innermost last, linked so that siblings share what leads to them."""


def checker(hint: Any, *, full: bool = False) -> Checker:
    """The checker of values of type `hint`; `full` has it look at each item of large containers.

    The same hint gives the same checker. It costs little until it is first used.
    """
    try:
        return _cached(hint, full)
    except TypeError:
        # Metadata of Annotated need not be hashable.
        return Checker(hint, full)


class Checker:
    """Tells whether values are of one type."""

    __slots__ = ("_rule", "exact", "exacts", "full", "hint")

    exacts: frozenset[type]
    """Values of exactly one of these classes are right, and need no call of `check`."""

    exact: type | None
    """The one class of `exacts` that the hint names, None when it names several or none."""

    def __init__(self, hint: Any, full: bool, rule: Rule | None = None) -> None:
        from compound.ports.rules import exact_classes

        self.hint = hint
        self.full = full
        self.exacts = frozenset() if rule is not None else exact_classes(hint)
        is_one = isinstance(hint, type) and hint is not Any and hint in self.exacts
        self.exact = hint if is_one else next(iter(self.exacts)) if len(self.exacts) == 1 else None
        self._rule = rule

    @property
    def rule(self) -> Rule:
        """What is asked of a value, worked out when first needed."""
        if self._rule is None:
            from compound.ports.rules import rule_for

            self._rule = rule_for(self.hint, self.full)
        return self._rule

    def knows(self, value: Any) -> bool:
        """Whether the value is right, as one look by a rule that is worked out already tells."""
        try:
            return self._rule is not None and value is not MISSING and self._rule.is_plainly(value)
        except (UncheckableType, UnresolvedReference):  # which is said in its turn
            return False

    def check(self, value: Any) -> None:
        """Return when `value` is of the type.

        Raises:
            Mismatch: it is not; the path leads to the first fault.
            UnresolvedReference: the type names one that cannot be found.
        """
        if type(value) in self.exacts or self.rule.is_plainly(value):
            return
        try:
            _Walk(self).run(self, value, None)
        except RecursionError:
            raise Mismatch(
                declared=type_name(self.hint),
                expected=type_name(self.hint),
                path="",
                summary=f"{summarise(value)}, nested too deeply for a type with overlapping unions",
            ) from None


class Rule:
    """What is asked of a value. Its parts are handed out here, and looked into by the walk."""

    __slots__ = ()

    is_leaf = False
    """Whether `takes` says it all."""

    def takes(self, value: Any) -> bool:
        """Whether the value itself is right, its parts aside."""
        return True

    def is_plainly(self, value: Any) -> bool:
        """Whether the value is right as one look at it and the classes of its parts shows; False may yet be right."""
        return self.is_leaf and self.takes(value)

    def options(self, value: Any) -> Sequence[Checker]:
        """The checkers of which one must take the value, none when there is no such choice."""
        return ()

    def parts(self, value: Any) -> Iterable[Part]:
        """What the value is made of."""
        return ()


Part = tuple[Checker, Any, str]
"""The checker of a part, the part, and the step that leads to it."""


@functools.lru_cache(maxsize=4096)
def _cached(hint: Any, full: bool) -> Checker:
    return Checker(hint, full)


class _Walk:
    """One value on its way through a checker, with a stack of its own in place of Python's."""

    __slots__ = ("_failed", "_root", "_seen")

    def __init__(self, root: Checker) -> None:
        self._root = root
        # Pairs of value and checker that hold unless something else fails, and pairs that are known to fail. They keep
        # the objects themselves, lest an id be given to another object meanwhile.
        self._seen: dict[tuple[int, int], tuple[Any, object]] = {}
        self._failed: dict[tuple[int, int], tuple[Any, object]] = {}

    def run(self, checker: Checker, value: Any, path: Path) -> None:
        stack = [(checker, value, path)]
        while stack:
            checker, value, path = stack.pop()
            if type(value) in checker.exacts:
                continue
            rule = checker.rule
            if value is MISSING or not rule.takes(value):
                raise self._mismatch(checker, value, path)
            if rule.is_leaf or self._was_seen(value, checker):
                continue
            options = rule.options(value)
            if len(options) > 1 and not any(self._holds(option, value) for option in options):
                raise self._mismatch(checker, value, path)
            if len(options) == 1:
                stack.append((options[0], value, path))
            own = self._own_rules(value)
            for declared in own:
                if not declared.takes(value):
                    raise self._mismatch(checker, value, path)
            parts = [
                (part, item, (path, step) if step else path)
                for declares in (*own, rule)
                for part, item, step in declares.parts(value)
                if not part.knows(item)
            ]
            # The first part goes on top, so that faults are found in reading order.
            parts.reverse()
            stack.extend(parts)

    def _own_rules(self, value: Any) -> tuple[Rule, ...]:
        """What the value's own class asks of it, whatever type it stands for here."""
        from compound.ports.contents import own_contents

        cls: Any = type(value)
        own = own_contents(cls, self._root.full)
        return () if not own or self._was_seen(value, own) else own

    def _was_seen(self, value: Any, by: object) -> bool:
        key = (id(value), id(by))
        if key in self._seen:
            return True
        self._seen[key] = (value, by)
        return False

    def _holds(self, option: Checker, value: Any) -> bool:
        key = (id(value), id(option))
        if key in self._failed:
            return False
        before = len(self._seen)
        try:
            self.run(option, value, None)
        except Mismatch:
            while len(self._seen) > before:
                self._seen.popitem()
            self._failed[key] = (value, option)
            return False
        return True

    def _mismatch(self, checker: Checker, value: Any, path: Path) -> Mismatch:
        return Mismatch(
            declared=type_name(self._root.hint),
            expected=type_name(checker.hint),
            path="".join(reversed(list(_steps(path)))),
            summary=summarise(value),
        )


def _steps(path: Path) -> Iterable[str]:
    while path is not None:
        path, step = path
        yield step
