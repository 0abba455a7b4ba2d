"""Line items, in the ways that tills and invoices print them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from pydantic import BaseModel

from compound.values import Text
from compound_nodes.extraction.extract import extract


class Item(BaseModel):
    description: str
    quantity: Decimal | None = None
    unit_price: Decimal | None = None
    amount: Decimal


class Bill(BaseModel):
    items: list[Item]
    total: Decimal | None = None


def items(text: str) -> list[Item]:
    found = extract(Text(content=text), Bill).value
    assert isinstance(found, Bill)
    return found.items


BRUSH = Item(description="Dish brush", quantity=Decimal(2), unit_price=Decimal("1.99"), amount=Decimal("3.98"))
BREAD = Item(description="Rye bread", amount=Decimal("2.85"))


@pytest.mark.parametrize(
    "text",
    [
        "2 x Dish brush   3.98\nRye bread   2.85\nTotal   6.83",
        "2 x 1.99\nDish brush   3.98\nRye bread   2.85\nTotal   6.83",
        "Dish brush\n  2 PC * 1.99   3.98\nRye bread   2.85\nTotal   6.83",
        "40374 Dish brush\n  2 x 1.99   3.98 S\n22001 Rye bread   2.85 S\nTotal   6.83",
        "Item   Qty   Price   Amount\nDish brush   2   1.99   3.98\nRye bread   2.85\nSubtotal   6.83",
    ],
    ids=["count first", "times above", "times below", "codes", "columns"],
)
def test_an_item_is_read_however_it_is_laid_out(text: str) -> None:
    assert items(text) == [BRUSH, BREAD]


def test_what_follows_the_total_is_no_item() -> None:
    text = "Rye bread   2.85\nTotal   2.85\nCash   5.00\nPoints on your card   12.00"
    assert items(text) == [BREAD]


def test_a_card_on_sale_is_not_the_card_that_paid() -> None:
    assert [item.description for item in items("Birthday card   2.40\nRye bread   2.85\nTotal   5.25")] == [
        "Birthday card",
        "Rye bread",
    ]


def test_the_whole_list_has_a_confidence_and_no_items_is_an_empty_list() -> None:
    found = extract(Text(content="Rye bread   2.85\nTotal   2.85"), Bill)
    assert 0 < found.fields["items"].confidence < 1
    assert items("Total   2.85") == []
