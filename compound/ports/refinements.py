"""The metadata of `Annotated` that narrows a type, told apart from the metadata that only describes it."""

from __future__ import annotations

import sys
import typing
from collections.abc import Iterable, Iterator
from typing import Annotated, Any


def refinements(hint: Any) -> tuple[Any, ...]:
    """What an `Annotated` hint asks of a value beyond its type, `()` for any other hint.

    Counted are the constraints of annotated_types, those of pydantic (`Field(ge=0)`, `StringConstraints`) and
    `AfterValidator`. Validators that run before or around pydantic's own parsing speak of raw input, which never
    travels on an edge; they and all other metadata are descriptions.
    """
    if typing.get_origin(hint) is not Annotated or "annotated_types" not in sys.modules:
        return ()
    return tuple(_narrowing(hint.__metadata__))


def _narrowing(metadata: Iterable[Any]) -> Iterator[Any]:
    # Whoever wrote such metadata has imported its library, so what is not loaded need not be looked for.
    import annotated_types

    pydantic = sys.modules.get("pydantic")
    for item in metadata:
        if isinstance(item, annotated_types.GroupedMetadata):
            yield from _narrowing(item)
        elif pydantic and isinstance(item, pydantic.fields.FieldInfo):
            yield from _narrowing(item.metadata)
        elif pydantic and isinstance(item, pydantic.Strict | pydantic.FailFast):
            # These steer how pydantic parses, and ask nothing of the value.
            continue
        elif isinstance(item, annotated_types.BaseMetadata) or (
            pydantic and isinstance(item, pydantic.AllowInfNan | pydantic.AfterValidator)
        ):
            yield item
