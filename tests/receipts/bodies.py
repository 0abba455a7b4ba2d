"""Blocks in the middle: what was bought."""

from __future__ import annotations

from .ticket import Ticket

ENDS = (0.62, 0.8, 1.0)
"""Where the columns of numbers end."""


def headings(ticket: Ticket) -> None:
    name, *rest = ticket.pick("columns")
    ticket.roll.columns([(name, 0.0), *zip(rest, ENDS, strict=True)])
    ticket.roll.rule()


def item_table(ticket: Ticket) -> None:
    for item in ticket.purchase.items:
        numbers = (str(item.quantity), ticket.money(item.cents), ticket.money(item.amount))
        ticket.roll.columns([(item.name[:20], 0.0), *zip(numbers, ENDS, strict=True)])


def items_on_one_line(ticket: Ticket) -> None:
    for item in ticket.purchase.items:
        times = f"{item.quantity} x " if item.quantity > 1 else ""
        ticket.roll.sides(f"{times}{item.name}"[:34], ticket.money(item.amount))


def items_with_codes(ticket: Ticket) -> None:
    """Code and name, and below them quantity, price and amount."""
    for item in ticket.purchase.items:
        ticket.roll.left(f"{item.code} {item.name}")
        ticket.roll.sides(
            f"   {item.quantity} {ticket.chance.choice(('PC', 'x', 'UNIT'))} * {ticket.money(item.cents)}",
            f"{ticket.money(item.amount)} {ticket.chance.choice(('SR', 'S', 'A'))}",
        )


def items_with_tax_letters(ticket: Ticket) -> None:
    for item in ticket.purchase.items:
        if item.quantity > 1:
            ticket.roll.left(f"  {item.quantity} x {ticket.money(item.cents)}")
        ticket.roll.sides(item.name, f"{ticket.money(item.amount)} {'A' if ticket.purchase.tax_percent > 10 else 'B'}")


def quantity_first(ticket: Ticket) -> None:
    for item in ticket.purchase.items:
        ticket.roll.sides(f"{item.quantity:>2} {item.name}", ticket.priced(item.amount))


def quantity_total(ticket: Ticket) -> None:
    ticket.roll.left(f"{ticket.say('quantity')}: {sum(item.quantity for item in ticket.purchase.items)}")


def fuel(ticket: Ticket) -> None:
    """Litres at a price each, then the amount."""
    item = ticket.purchase.items[0]
    ticket.roll.sides("PUMP", f"{ticket.chance.randint(1, 12)}")
    ticket.roll.sides(f"{item.quantity * 10 + 3},{ticket.chance.randint(10, 99)} L x 2.19", "")
    items_on_one_line(ticket)
