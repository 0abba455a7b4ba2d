"""The lines of what was bought: description, quantity, unit price and amount.

Receipts print an item on one row or on two: the name over "2 x 3.50  7.00", or "2 x 3.50" over the name and amount.
Which it is shows in the arithmetic.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import groupby

from compound_nodes.extraction.amounts import Amount, find_amounts
from compound_nodes.extraction.layout import Cell
from compound_nodes.extraction.lexicon import Kind, concepts
from compound_nodes.extraction.view import View

_SUMS = frozenset({"total", "subtotal", "tax", "cash", "change", "card", "rounding", "service", "discount", "shipping"})
"""What rows below the items are labelled with."""

_ALWAYS = frozenset({"total", "subtotal", "tax", "rounding"})
"""Labels that no description holds, wherever they stand in the row."""

_TIMES = re.compile(
    r"(?P<quantity>\d{1,4}(?:[.,]\d{1,3})?)\s*(?:pcs?|pce|units?|st(?:k|ck)?|ea|l|ltr|kg)?\s*[x×*@]\s*(?:RM|[€$£])?(?P<price>\d[\d.,]*[.,]\d{2,3})(?!\d)",
    re.IGNORECASE,
)
_COUNT_FIRST = re.compile(r"(?P<quantity>\d{1,3})\s*[x×*]?\s+(?=[^\W\d_])", re.IGNORECASE)
_CODE = re.compile(r"^\W*(?:\d{5,14}\b|\d{1,3}[.)]\s)\s*")
_WORD = re.compile(r"[^\W\d_]{3}")
_SINGLE = Decimal(1)


@dataclass(frozen=True, slots=True)
class LineItem:
    """What is not printed is None."""

    description: str
    quantity: Decimal | None
    unit_price: Decimal | None
    amount: Decimal
    cells: tuple[Cell, ...]

    @property
    def agrees(self) -> bool:
        """Whether quantity times price is the amount."""
        return self.quantity is not None and self.unit_price is not None and _times(self) == self.amount


def find_line_items(view: View) -> list[LineItem]:
    """Items in order, from the rows with an amount that are labelled as nothing else and stand before the totals."""
    items: list[LineItem] = []
    waiting: _Row | None = None
    for row in _rows(view):
        if items and row.named & _SUMS:
            break
        if row.named or row.is_a_heading or not row.tells:
            waiting = None
        elif row.times and not row.description and row.is_bare_product:
            items, waiting = _given_to_neighbour(items, row)
        elif row.amount is not None:
            items.append(_item(row, waiting))
            waiting = None
        else:
            waiting = row
    return items


@dataclass(frozen=True, slots=True)
class _Row:
    """A visual row, taken apart."""

    cells: tuple[Cell, ...]
    text: str
    named: frozenset[str]
    numbers: tuple[Amount, ...]
    dated: bool

    @property
    def times(self) -> re.Match[str] | None:
        return _TIMES.search(self.text)

    @property
    def amount(self) -> Amount | None:
        """The last amount with two decimals, unless it is the price of "2 x 3.50"."""
        exact = [number for number in self.numbers if number.exact]
        if not exact or (self.times and exact[-1].start < self.times.end()):
            return None
        return exact[-1]

    @property
    def is_bare_product(self) -> bool:
        return self.amount is None

    @property
    def tells(self) -> bool:
        return not self.dated and (bool(self.description) or bool(self.times) or self.amount is not None)

    @property
    def is_a_heading(self) -> bool:
        return not self.numbers and len(self.cells) > 2

    @property
    def description(self) -> str:
        """The words before the numbers, without a code or a count."""
        head = self.text[: self.times.start()] if self.times else self.text
        ends = [number.start for number in self.numbers if number.exact]
        exact = [number for number in self.numbers if number.start in ends and not _WORD.search(head[number.end :])]
        head = _COUNT_FIRST.sub("", _CODE.sub("", head[: exact[0].start] if exact else head), count=1)
        words = re.sub(r"[\s\d]*(?:RM|[€$£])?\s*$", "", head) if exact else head
        return words.strip(" .:*-") if re.search(r"[^\W\d_]{2}", words) else ""


def _rows(view: View) -> Iterator[_Row]:
    known = concepts()
    for (_, _), group in groupby(view.layout.cells, key=lambda cell: (cell.page, cell.line)):
        cells = tuple(group)
        text = "  ".join(cell.text for cell in cells)
        labels = [(cell is cells[0] and label.start == 0, label.key) for cell in cells for label in view.named(cell)]
        keys = {key for leads, key in labels if leads or key in _ALWAYS}
        named = frozenset(key for key in keys if key in known and known[key].kind is not Kind.INTEGER)
        dated = any(view.dates_in(cell) for cell in cells) and not any(one.exact for one in find_amounts(text))
        yield _Row(cells, text, named - {"price"}, tuple(find_amounts(text, view.language.decimal_mark)), dated)


def _item(row: _Row, waiting: _Row | None) -> LineItem:
    assert row.amount is not None
    description, cells = row.description, row.cells
    if waiting and not description:
        description, cells = waiting.description, (*waiting.cells, *row.cells)
    item = LineItem(description, None, None, row.amount.value, cells)
    return _counted(_priced(item, row), waiting if row.description else None)


def _priced(item: LineItem, row: _Row) -> LineItem:
    """With quantity and price from "2 x 3.50", from the columns before the amount, or from a count in front."""
    if row.times:
        return _with_times(item, row.times)
    before = [number.value for number in row.numbers if row.amount and number.end <= row.amount.start]
    for quantity, price in zip(before[-2:], before[-1:], strict=False):
        if len(before) > 1 and quantity * price == item.amount:
            return replace(item, quantity=quantity, unit_price=price)
    if count := _COUNT_FIRST.match(_CODE.sub("", row.text)):
        quantity = Decimal(count["quantity"])
        each = item.amount / quantity if quantity else None
        exact = each is not None and each == round(each, 2)
        return replace(item, quantity=quantity, unit_price=each if exact else None) if quantity else item
    return item


def _counted(item: LineItem, waiting: _Row | None) -> LineItem:
    """With the "2 x 3.50" of the row above, where that comes to the amount."""
    if waiting and waiting.times and item.quantity is None:
        priced = _with_times(item, waiting.times)
        if priced.agrees:
            return replace(priced, cells=(*waiting.cells, *item.cells))
    return item


def _given_to_neighbour(items: list[LineItem], row: _Row) -> tuple[list[LineItem], _Row | None]:
    """A row that is only "2 x 3.50" belongs to the item above where it comes to its amount, else to the next."""
    if items and row.times and items[-1].quantity is None:
        priced = _with_times(items[-1], row.times)
        if priced.agrees:
            return [*items[:-1], replace(priced, cells=(*priced.cells, *row.cells))], None
    return items, row


def _with_times(item: LineItem, times: re.Match[str]) -> LineItem:
    quantity = Decimal(times["quantity"].replace(",", "."))
    price = next((amount.value for amount in find_amounts(times["price"].rstrip(".,"))), None)
    return replace(item, quantity=quantity, unit_price=price)


def _times(item: LineItem) -> Decimal:
    return round((item.quantity or _SINGLE) * (item.unit_price or Decimal(0)), 2)


def sum_of(items: Sequence[LineItem]) -> Decimal:
    return sum((item.amount for item in items), Decimal(0))
