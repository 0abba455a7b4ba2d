"""What document understanding says of a document."""

from __future__ import annotations

from typing import Any, Generic, TypeVar

from pydantic import BaseModel
from pydantic_core import to_jsonable_python

from compound.values import DocumentText, Extracted, FieldValue, Label, Text

Fields = TypeVar("Fields", bound=BaseModel)


BEFORE, AFTER = ("source", "kind", "kind_confidence", "pages"), ("summary",)
"""Columns of a row around those of the fields."""


class DocumentReport(BaseModel, Generic[Fields]):
    """All that was understood of a document."""

    source: str
    pages: int
    text: DocumentText
    kind: Label
    fields: Extracted[Fields]
    summary: Text

    def as_line(self) -> dict[str, Any]:
        """The report without the text, as plain data."""
        return {
            "source": self.source,
            "kind": self.kind.name,
            "pages": self.pages,
            "fields": {name: _as_line(field) for name, field in self.fields.fields.items()},
            "summary": self.summary.content,
        }

    @classmethod
    def columns(cls) -> list[str]:
        """What `as_row` holds: a field and its confidence beside each other; one called as another column is marked."""
        return [*BEFORE, *(name for field in cls._schema_fields() for name in _columns_of(field)), *AFTER]

    def as_row(self) -> list[Any]:
        """The report without the text, in the order of `columns`; None for what was not found."""
        found = (self.fields.fields.get(name) for name in self._schema_fields())
        cells = (cell for field in found for cell in _as_cells(field))
        before = (self.source, self.kind.name, round(self.kind.confidence, 3), self.pages)
        return [*before, *cells, self.summary.content]

    @classmethod
    def _schema_fields(cls) -> list[str]:
        schemas = cls.__pydantic_generic_metadata__["args"]
        return [name for schema in schemas for name in schema.model_fields]

    def as_text(self) -> str:
        """The report for people."""
        lines = [f"{self.source}: {self.kind.name} ({self.kind.confidence:.0%}), {self.pages} page(s)"]
        for name, field in self.fields.fields.items():
            page = f"page {field.page}" if field.page else ""
            lines.append(f"  {name:<16} {field.value!s:<40} {field.confidence:>4.0%}  {page}")
        return "\n".join([*lines, f"  {self.summary.content}"])


def _columns_of(field: str) -> tuple[str, str]:
    name = f"fields.{field}" if field in (*BEFORE, *AFTER) else field
    return name, f"{name}_confidence"


def _as_cells(field: FieldValue | None) -> tuple[Any, Any]:
    return (None, None) if field is None else (field.value, round(field.confidence, 3))


def _as_line(field: FieldValue) -> dict[str, Any]:
    """A field as plain data; the box is left, top, right, bottom in pixels of the page's picture."""
    box = field.box and [round(edge, 1) for edge in (field.box.left, field.box.top, field.box.right, field.box.bottom)]
    value = to_jsonable_python(field.value)
    return {"value": value, "confidence": round(field.confidence, 3), "page": field.page, "box": box}
