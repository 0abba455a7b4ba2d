"""Blocks at the top of a receipt: who issued it, where, and when."""

from __future__ import annotations

import textwrap

from .shops import invent_shop
from .ticket import Ticket

LONG_NAME = 24
"""Characters; a longer name may be broken into two lines."""


def company(ticket: Ticket) -> None:
    scale = ticket.chance.choice((1.0, 1.2, 1.4))
    broken = len(ticket.shop.company) > LONG_NAME and ticket.chance.random() < 0.5
    for line in textwrap.wrap(ticket.shop.company, LONG_NAME) if broken else [ticket.shop.company]:
        ticket.roll.center(line, scale)


def company_and_register(ticket: Ticket) -> None:
    """Both on one line, the number in brackets."""
    number = ticket.shop.register.split()[-1].strip("()")
    ticket.roll.center(f"{ticket.shop.company} ({number})")


def company_on_the_left(ticket: Ticket) -> None:
    ticket.roll.left(ticket.shop.company, 1.2)


def logo(ticket: Ticket) -> None:
    """A short name as a picture would show it: the first word, very large."""
    word = max(ticket.shop.name.split()[:2], key=len)
    ticket.roll.center(word.upper(), 2.0)
    ticket.roll.gap()


def bearer(ticket: Ticket) -> None:
    """The name of whoever handed the receipt in, written across the top."""
    if ticket.chance.random() < 0.5:
        given = ticket.chance.choice(("anna", "mei ling", "jan", "chay yee", "paul"))
        ticket.roll.center(f"{ticket.chance.choice(ticket.locale.parts['surname']).lower()} {given}", 1.3)
        ticket.roll.gap()


def head_office(ticket: Ticket) -> None:
    """Another address, on one line below that of the shop."""
    if ticket.chance.random() < 0.5:
        other = invent_shop(ticket.locale, ticket.chance)
        ticket.roll.center(f"HQ: {' '.join(other.address)}", 0.8)


def slogan(ticket: Ticket) -> None:
    ticket.roll.center(ticket.shop.slogan)


def title(ticket: Ticket) -> None:
    ticket.roll.gap(0.3)
    ticket.roll.center(ticket.say("title"), 1.1)
    ticket.roll.gap(0.3)


def address(ticket: Ticket) -> None:
    for line in ticket.shop.address:
        ticket.roll.center(line)


def address_on_the_left(ticket: Ticket) -> None:
    for line in ticket.shop.address:
        ticket.roll.left(line)


def address_on_one_line(ticket: Ticket) -> None:
    ticket.roll.center(", ".join(line.rstrip(",") for line in ticket.shop.address), 0.9)


def phone(ticket: Ticket) -> None:
    ticket.roll.center(ticket.shop.phone)


def register(ticket: Ticket) -> None:
    ticket.roll.center(ticket.shop.register)


def tax_id(ticket: Ticket) -> None:
    ticket.roll.center(ticket.shop.tax_id)


def number_and_date(ticket: Ticket) -> None:
    """Two lines with labels."""
    ticket.roll.left(f"{ticket.say('number')}: {ticket.purchase.number}")
    ticket.roll.left(f"{ticket.say('date')}: {ticket.date} {ticket.time()}")
    ticket.roll.left(f"{ticket.say('cashier')}: {ticket.chance.choice(('01', 'ANNA', 'K. Lee', 'POS2'))}")


def number_beside_date(ticket: Ticket) -> None:
    """One row, labels in both columns."""
    ticket.roll.sides(f"{ticket.say('number')} {ticket.purchase.number}", f"{ticket.say('date')}: {ticket.date}")
    ticket.roll.sides(f"{ticket.say('cashier')} 3", f"{ticket.say('time')}: {ticket.time()}")


def bare_date(ticket: Ticket) -> None:
    """No label at all, as tills print it."""
    ticket.roll.sides(f"{ticket.date}  {ticket.time()}", f"#{ticket.purchase.number}")


def aligned_details(ticket: Ticket) -> None:
    """Labels in one column, values in another, colons under each other."""
    details = [
        (ticket.say("number"), ticket.purchase.number),
        (ticket.say("cashier"), "ADMIN"),
        (ticket.say("date"), f"{ticket.date} {ticket.time()}"),
    ]
    width = max(len(label) for label, _ in details)
    for label, value in details:
        ticket.roll.left(f"{label:<{width}} : {value}")


def table_details(ticket: Ticket) -> None:
    ticket.roll.sides(f"{ticket.say('table')} {ticket.chance.randint(1, 40)}", f"Pax {ticket.chance.randint(1, 6)}")
    number_beside_date(ticket)


def rule(ticket: Ticket) -> None:
    ticket.roll.rule()
