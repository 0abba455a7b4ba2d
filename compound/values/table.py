"""A table that was read off a page."""

from __future__ import annotations

from typing import Annotated, Self, TypeAlias

from pydantic import Field, model_validator

from compound.values.geometry import Box
from compound.values.text import PageNumber
from compound.values.value import Confidence, Value

Count: TypeAlias = Annotated[int, Field(ge=1)]


class Cell(Value):
    """One cell, at `row` and `column` counted from 0, over `rows`×`columns` of the grid."""

    text: str
    """What it says; empty for an empty cell."""

    row: Annotated[int, Field(ge=0)]
    column: Annotated[int, Field(ge=0)]
    rows: Count = 1
    columns: Count = 1

    box: Box | None = None
    """Its place on the page, where that is known."""

    def covers(self) -> frozenset[tuple[int, int]]:
        """The places of the grid that it takes, as (row, column)."""
        down, across = range(self.row, self.row + self.rows), range(self.column, self.column + self.columns)
        return frozenset((row, column) for row in down for column in across)


class Table(Value):
    """A grid of `rows`×`columns`. Each place belongs to at most one cell; one that belongs to none is empty."""

    rows: Count
    columns: Count
    cells: tuple[Cell, ...]

    page: PageNumber | None = None
    """The page it stands on, when the source has pages."""

    box: Box | None = None
    """Its place on the page, where that is known."""

    confidence: Confidence = 1.0

    @model_validator(mode="after")
    def _cells_fit_the_grid(self) -> Self:
        taken: set[tuple[int, int]] = set()
        for cell in self.cells:
            if cell.row + cell.rows > self.rows or cell.column + cell.columns > self.columns:
                raise ValueError(f"the cell {cell.text!r} does not lie in the grid of {self.rows}×{self.columns}")
            if taken & cell.covers():
                raise ValueError(f"the cell {cell.text!r} lies on another, at row {cell.row}, column {cell.column}")
            taken |= cell.covers()
        return self

    def grid(self) -> tuple[tuple[str, ...], ...]:
        """The text at each place, row by row; a cell over several places says its text at each of them."""
        texts = {place: cell.text for cell in self.cells for place in cell.covers()}
        return tuple(tuple(texts.get((row, column), "") for column in range(self.columns)) for row in range(self.rows))
