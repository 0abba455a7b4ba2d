"""What pydantic is asked: constraints in `Annotated`, and pydantic's own classes that stand for other ones."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

from compound.ports import hints
from compound.ports.checker import Checker, Part, Rule, checker
from compound.ports.refinements import refinements


def is_mark(cls: type) -> bool:
    """Whether `cls` is a class of pydantic that only describes values of another, such as `PastDate`."""
    described = cls.__module__.startswith("pydantic") and hasattr(cls, "__get_pydantic_core_schema__")
    return described and not hints.is_model(cls)


class Refined(Rule):
    """A type with constraints, which are asked only once the value is known to be of the type."""

    __slots__ = ("_base", "_constraints")

    def __init__(self, hint: Any, full: bool) -> None:
        self._base = checker(hint.__origin__, full=full)
        self._constraints = [_constraint(hint.__origin__, refinement) for refinement in refinements(hint)]

    def takes(self, value: Any) -> bool:
        return type(value) in self._base.exacts or self._base.rule.takes(value)

    def is_plainly(self, value: Any) -> bool:
        return type(value) in self._base.exacts and all(each.rule.takes(value) for each in self._constraints)

    def parts(self, value: Any) -> Iterable[Part]:
        yield self._base, value, ""
        for constraint in self._constraints:
            yield constraint, value, ""


def _constraint(base: Any, refinement: Any) -> Checker:
    return Checker(Annotated[base, refinement], False, Constraint(refinement))


class Constraint(Rule):
    """One constraint, as pydantic reads it in strict mode, on a value of any type."""

    __slots__ = ("_adapter", "_may_rewrite", "_refusals")
    is_leaf = True

    def __init__(self, refinement: Any) -> None:
        from pydantic import AfterValidator, TypeAdapter, ValidationError

        self._adapter = TypeAdapter[Any](Annotated[Any, refinement])
        # The last two come from a constraint that the value has no operation for.
        self._refusals = (ValidationError, TypeError, OverflowError)
        self._may_rewrite = not isinstance(refinement, AfterValidator)

    def takes(self, value: Any) -> bool:
        try:
            validated = self._adapter.validate_python(value, strict=True)
        except self._refusals:
            return False
        # Text that stripping or folding would change is not of the type: the value itself travels on, unchanged.
        return not (self._may_rewrite and isinstance(value, str)) or bool(validated == value)


class Marked(Rule):
    """What pydantic makes of its own marks; a value that it would have to convert is refused."""

    __slots__ = ("_cls",)
    is_leaf = True

    def __init__(self, cls: type) -> None:
        self._cls = cls

    def takes(self, value: Any) -> bool:
        from pydantic import TypeAdapter, ValidationError

        if isinstance(value, self._cls):
            return True
        try:
            validated = TypeAdapter[Any](self._cls).validate_python(value, strict=True)
        except ValidationError:
            return False
        return type(validated) is type(value) and bool(validated == value)
