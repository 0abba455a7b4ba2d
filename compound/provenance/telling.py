"""What in a value says where it came from: fields, citations, entities, passages, and parts of texts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from compound.errors.root import CompoundError
from compound.store.blobs import Blobs
from compound.values import Box, Citation, Entity, FieldValue, PageText, Passage, Span, Text
from compound.values.codec import from_json


@dataclass(frozen=True, slots=True)
class Told:
    """A part of a value, and the place that it names for itself."""

    value: Any
    """Of a field and an entity's kind; None for what is words only."""
    words: str
    """As they stand there; empty where the part does not hold them."""
    page: int | None = None
    box: Box | None = None
    span: tuple[int, int] | None = None
    """The characters, as in `compound.values.Span`."""
    source: str = ""


def told_in(data: Any, blobs: Blobs) -> Iterator[tuple[str, Told]]:
    """Every such part of a value in the codec's form, in its order, with where it stands in the value: `.fields.date`.

    Pages as they were read are left out: they are what others point to.
    """
    waiting = [("", data)]
    while waiting:
        at, part = waiting.pop()
        found = list(_told(part, blobs))
        yield from ((at, told) for told in found)
        if not found and not _is_page(part):
            waiting += reversed([(at + step, below) for step, below in _parts(part)])


def pages_in(data: Any) -> Iterator[Any]:
    """Every `PageText` in a value in the codec's form, in that form."""
    waiting = [data]
    while waiting:
        part = waiting.pop()
        if _is_page(part):
            yield part
        else:
            waiting += reversed([below for _, below in _parts(part)])


def _told(part: Any, blobs: Blobs) -> Iterator[Told]:
    if not isinstance(part, dict) or (form := _FORMS.get(_names(part))) is None:
        return
    record, tell = form
    try:
        yield from tell(from_json({name: part[name] for name in record.model_fields}, record, blobs))
    except CompoundError:
        return  # another record, whose fields have the same names


def _field(field: FieldValue) -> Iterator[Told]:
    yield Told(field.value, "", field.page, field.box)


def _citation(citation: Citation) -> Iterator[Told]:
    yield _at(citation.place, citation.quote)


def _entity(entity: Entity) -> Iterator[Told]:
    yield _at(entity.span, entity.text, entity.kind)


def _passage(passage: Passage) -> Iterator[Told]:
    yield _at(passage.place, passage.content)


def _text(text: Text) -> Iterator[Told]:
    yield from (_at(span, text.content[span.start : span.end]) for span in text.spans)


def _span(span: Span) -> Iterator[Told]:
    yield _at(span, "")


def _at(span: Span, words: str, value: Any = None) -> Told:
    return Told(value, words, span.page, span.box, (span.start, span.end), span.source)


def _parts(part: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(part, list):
        yield from ((f"[{index}]", below) for index, below in enumerate(part))
    elif isinstance(part, dict) and isinstance(part.get("items"), list) and "$kind" in part:
        items = part["items"]
        if part["$kind"] in ("dict", "FrozenMap"):
            yield from ((f"[{key!r}]", below) for key, below in items)
        else:
            yield from _parts(items)
    elif isinstance(part, dict):
        yield from ((f".{name}", below) for name, below in part.items() if name[:1] != "$")


def _names(part: dict[str, Any]) -> frozenset[str]:
    return frozenset(name for name in part if name != "$type")


def _is_page(part: Any) -> bool:
    return isinstance(part, dict) and _names(part) == _PAGE


_TELLERS: tuple[tuple[Any, Callable[[Any], Iterator[Told]]], ...] = (
    (FieldValue, _field),
    (Citation, _citation),
    (Entity, _entity),
    (Passage, _passage),
    (Text, _text),
    (Span, _span),
)
_FORMS = {frozenset(record.model_fields): (record, tell) for record, tell in _TELLERS}
_PAGE = frozenset(PageText.model_fields)
