"""Receipts with what is printed on them, made up from a seed."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import NamedTuple

from PIL import Image as Pil

from compound.values import Image

from .layouts import LAYOUTS, Layout
from .locales import Locale, locales
from .paper import Roll
from .purchases import invent_purchase, with_service
from .shops import invent_shop
from .ticket import Ticket
from .wear import worn


class Truth(NamedTuple):
    """What a reader should find."""

    company: str
    """With its legal form."""
    date: str
    """ISO 8601."""
    address: str
    """All lines, joined by a space."""
    total: str
    """What was paid, as a plain number."""


@dataclass(frozen=True, slots=True)
class Receipt:
    image: Image
    """Gray, 400 to 900 pixels wide."""
    truth: Truth
    layout: str
    locale: str


def receipt(seed: int) -> Receipt:
    """The receipt of this number. Layouts and locales take turns, so that few numbers cover all of both.

    The same number gives the same pixels with the same fonts and versions of Pillow, numpy and OpenCV.
    """
    name, locale = style(seed)
    chance = random.Random(seed)
    sheet, truth = print_out(LAYOUTS[name], locale, chance)
    return Receipt(Image.from_pil(worn(sheet, chance)), truth, name, locale.name)


def style(seed: int) -> tuple[str, Locale]:
    """The layout and the locale of a receipt; every layout meets every locale."""
    times, turn = divmod(seed, len(LAYOUTS))
    return list(LAYOUTS)[turn], locales()[(turn + times) % len(locales())]


def print_out(layout: Layout, locale: Locale, chance: random.Random) -> tuple[Pil.Image, Truth]:
    """The sheet straight from the printer, and what it says."""
    shop, purchase = invent_shop(locale, chance), invent_purchase(locale, chance)
    if layout.served:
        purchase = with_service(purchase, chance)
    ticket = Ticket(Roll(layout.stock), shop, purchase, locale, chance)
    for block in layout.blocks:
        block(ticket)
    cents = purchase.total
    truth = Truth(
        company=shop.company,
        date=purchase.when.date().isoformat(),
        address=" ".join(shop.address),
        total=f"{cents // 100}.{cents % 100:02d}",
    )
    return ticket.roll.torn_off(), truth
