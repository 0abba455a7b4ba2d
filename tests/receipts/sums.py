"""Blocks below the items: totals, tax, payment."""

from __future__ import annotations

from datetime import timedelta

from .ticket import Ticket


def subtotal_and_tax(ticket: Ticket) -> None:
    """What comes before the total: net, service where there is some, tax."""
    purchase = ticket.purchase
    if purchase.service:
        ticket.line(ticket.say("service"), purchase.service)
    ticket.line(ticket.say("subtotal"), purchase.net)
    ticket.line(ticket.say("tax"), purchase.tax)


def total(ticket: Ticket) -> None:
    """The total, and where it is rounded, by how much and to what."""
    purchase = ticket.purchase
    ticket.line(ticket.say("total"), purchase.before_rounding, ticket.chance.choice((1.0, 1.3, 1.6)))
    if purchase.round_to > 1 and purchase.in_cash:
        ticket.line(ticket.say("rounding"), purchase.rounding)
        ticket.line(ticket.say("payable"), purchase.total, 1.2)


def total_only(ticket: Ticket) -> None:
    """The sum that is paid, without a word of rounding."""
    ticket.line(ticket.say("total"), ticket.purchase.total, 1.4)


def quantity_beside_total(ticket: Ticket) -> None:
    """Two totals on one row, of which one counts pieces."""
    pieces = sum(item.quantity for item in ticket.purchase.items)
    left = f"{ticket.say('quantity')}: {pieces}"
    ticket.roll.sides(left, f"{ticket.say('all')}: {ticket.priced(ticket.purchase.before_rounding)}")


def savings(ticket: Ticket) -> None:
    """What the customer did not pay."""
    ticket.line(ticket.say("savings"), ticket.chance.randint(1, 99) * 10)


def label_over_total(ticket: Ticket) -> None:
    """The label in the middle, the amount under it in large type."""
    ticket.roll.center(ticket.say("total"))
    ticket.roll.center(ticket.priced(ticket.purchase.total), 1.8)


def payment(ticket: Ticket) -> None:
    purchase = ticket.purchase
    if purchase.in_cash:
        ticket.line(ticket.say("cash"), purchase.paid)
        ticket.line(ticket.say("change"), purchase.change)
    else:
        ticket.line(ticket.say("card"), purchase.total)


def card_slip(ticket: Ticket) -> None:
    """What a card terminal prints."""
    chance = ticket.chance
    ticket.roll.gap()
    ticket.roll.sides("TID", f"{chance.randint(10_000_000, 99_999_999)}")
    ticket.roll.sides("AID", f"A00000000{chance.randint(31010, 49999)}")
    ticket.roll.left(f"{ticket.say('card')} **** **** **** {chance.randint(1000, 9999)}")
    ticket.roll.sides("AUTH CODE", f"{chance.randint(100_000, 999_999)}")
    ticket.roll.center(ticket.say("approved"), 1.1)


def tax_table(ticket: Ticket) -> None:
    """Net, tax and gross by rate, after everything else."""
    purchase = ticket.purchase
    ticket.roll.gap()
    ticket.roll.left(ticket.say("summary"))
    cells = [(ticket.money(purchase.net), 0.5), (ticket.money(purchase.tax), 0.75)]
    last = (ticket.money(purchase.before_rounding), 1.0)
    ticket.roll.columns([(f"A {purchase.tax_percent}%", 0.0), *cells, last])
    if ticket.chance.random() < 0.5:
        ticket.roll.columns([(ticket.say("all"), 0.0), *cells, last])


def loyalty(ticket: Ticket) -> None:
    """Numbers that are no amounts of this purchase."""
    ticket.roll.left(f"{ticket.say('member')}: {ticket.chance.randint(10_000_000, 99_999_999)}")
    ticket.roll.sides(f"{ticket.say('member')}", f"{ticket.chance.randint(1_000, 99_999)}")


def exchange_until(ticket: Ticket) -> None:
    """A date that is not that of the purchase."""
    until = ticket.locale.day(ticket.purchase.when + timedelta(days=14), ticket.date_pattern)
    ticket.roll.left(f"{ticket.say('until')} {until}")


def thanks(ticket: Ticket) -> None:
    ticket.roll.gap()
    ticket.roll.center(ticket.shop.thanks)


def signature(ticket: Ticket) -> None:
    """A fiscal module's line: a transaction, a time stamp, a serial number."""
    ticket.roll.left(f"TSE {ticket.chance.getrandbits(64):016x}", 0.8)
    ticket.roll.left(f"Start {ticket.purchase.when:%Y-%m-%dT%H:%M:%S}.000Z", 0.8)


def copy_stamp(ticket: Ticket) -> None:
    ticket.roll.stamp(ticket.say("copy"), ticket.chance.uniform(10, 30))


def copy_line(ticket: Ticket) -> None:
    ticket.roll.center(f"*** {ticket.say('copy')} ***")
