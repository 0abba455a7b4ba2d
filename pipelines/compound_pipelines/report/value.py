"""Any output: as JSON, with the pictures that the nodes made."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any, ClassVar, NamedTuple

from pydantic import BaseModel

from compound.values import Image, Mask, Text
from compound_pipelines.report.pictures import Picture
from compound_pipelines.report.section import Section
from compound_pipelines.report.wording import as_json

MOST_PICTURES = 40
MOST_CHARACTERS = 200_000
"""Of JSON: a browser is slow to lay out more, and nobody reads it."""


class Shown(NamedTuple):
    """A picture, and the place it was found at."""

    place: str
    image: Image

    @property
    def picture(self) -> Picture:
        return Picture(self.image)


@dataclass(frozen=True)
class ValueSection(Section):
    """A run with an output of any type."""

    template: ClassVar[str] = "value.html.j2"
    output: Any

    @property
    def content(self) -> str:
        """The output in full: texts as they are, anything else as JSON."""
        return str(self.output) if isinstance(self.output, str | Text) else as_json(self.output)

    @property
    def excerpt(self) -> str:
        return self.content[:MOST_CHARACTERS]

    @property
    def pictures(self) -> list[Shown]:
        """The pictures in the output, then those that other nodes put out, each once; at most `MOST_PICTURES`."""
        places = {"output": self.output, **self.account.outputs}
        found = (shown for place, value in places.items() for shown in images_in(value, place))
        return list(islice(_once(found), MOST_PICTURES))

    @property
    def most_pictures(self) -> int:
        return MOST_PICTURES


def _once(pictures: Iterable[Shown]) -> Iterator[Shown]:
    seen = set()
    for shown in pictures:
        if shown.image.digest not in seen:
            seen.add(shown.image.digest)
            yield shown


def images_in(value: Any, place: str) -> Iterator[Shown]:
    """Every image and mask inside a value, depth first, with its place as one would write it."""
    if isinstance(value, Image):
        yield Shown(place, value)
    elif isinstance(value, Mask):
        yield Shown(place, Image(value.array.astype("uint8") * 255))
    else:
        for step, part in parts_of(value):
            yield from images_in(part, place + step)


def parts_of(value: Any) -> Iterator[tuple[str, Any]]:
    """The parts of a container or record, each with what one would write to reach it."""
    if isinstance(value, BaseModel):
        yield from ((f".{name}", getattr(value, name)) for name in type(value).model_fields)
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        yield from ((f".{field.name}", getattr(value, field.name)) for field in dataclasses.fields(value))
    elif isinstance(value, Mapping):
        yield from ((f"[{key!r}]", part) for key, part in value.items())
    elif isinstance(value, tuple) and hasattr(value, "_fields"):
        yield from ((f".{name}", part) for name, part in zip(value._fields, value, strict=True))
    elif isinstance(value, list | tuple):
        yield from ((f"[{index}]", part) for index, part in enumerate(value))
