"""A list of records as a table."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from compound_pipelines.report.wording import as_text, shortened, words

MOST_OF_CELL = 300
"""Characters."""

_NUMBER = re.compile(r"[-+]?[\d.,'\s]*\d")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading, and the text of each row's cell."""

    label: str
    cells: tuple[str, ...]
    numeric: bool
    """Whether all its cells are numbers or empty, so that they are read best one under the other."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Columns of the same length."""

    columns: tuple[Column, ...]
    height: int

    @property
    def rows(self) -> list[list[tuple[Column, str]]]:
        return [[(column, column.cells[index]) for column in self.columns] for index in range(self.height)]


def grid_of(value: Any) -> Grid | None:
    """The table of a list of mappings, with a column for each key that any has; None for any other value."""
    if not _is_records(value):
        return None
    names = dict.fromkeys(name for record in value for name in record)
    columns = tuple(_column(words(name), [record.get(name) for record in value]) for name in names)
    return Grid(columns, len(value)) if columns else None


def _is_records(value: Any) -> bool:
    return isinstance(value, list | tuple) and bool(value) and all(isinstance(item, Mapping) for item in value)


def _column(label: str, values: Sequence[Any]) -> Column:
    written = [as_text(value) for value in values if value is not None]
    numeric = bool(written) and all(map(_NUMBER.fullmatch, written))
    return Column(label, tuple(shortened(as_text(value), MOST_OF_CELL) for value in values), numeric)
