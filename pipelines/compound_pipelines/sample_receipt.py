"""A made-up receipt, printed and scanned: something real enough to read where no document is at hand."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import numpy as np
from PIL import Image as Pil
from PIL import ImageDraw, ImageFilter, ImageFont

from compound.values import Image

PAPER_WIDTH = 640
MARGIN = 44
PAPER, INK = 250, 38
"""Gray levels of the sheet and of a thermal printer's black."""
SCAN_MARGIN = 36
"""Pixels of the scanner's lid around the sheet."""
LID = 206

STORES = (
    ("HARBOUR LANE GROCERS", "18 Harbour Lane, Portwick PW3 4QT"),
    ("Maple & Finch Market", "402 Finch Avenue, Millbrook, OH 44012"),
    ("NORTHGATE HARDWARE", "7 Northgate Road, Aldersea AS1 9LD"),
    ("Corner Bean Coffee Co.", "55 Station Street, Weston 2073"),
)
GOODS = (
    ("Whole milk 1L", 129),
    ("Rye bread", 285),
    ("Free range eggs x6", 310),
    ("Ground coffee 250g", 545),
    ("Tomatoes on the vine", 219),
    ("Olive oil 500ml", 799),
    ("Dish brush", 199),
    ("Paper towels", 349),
    ("Dark chocolate 70%", 260),
    ("Basmati rice 1kg", 389),
    ("Light bulb E27", 475),
    ("Apple juice", 175),
)
TAX_PERCENT = (5, 7, 10)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class SampleReceipt(NamedTuple):
    """A scanned receipt, and what is printed on it."""

    image: Image
    """About 710 pixels wide and 1,000 high, gray."""
    truth: dict[str, Any]
    """`company`, `address`, `date` (ISO 8601), `items` (each `name`, `quantity`, `amount`), `subtotal`, `tax`, `total`,
    `paid_by`. Amounts are floats with two decimals."""


@dataclass(frozen=True, slots=True)
class Item:
    name: str
    quantity: int
    cents: int
    """Of all of them together."""


@dataclass(frozen=True, slots=True)
class Purchase:
    company: str
    address: str
    when: datetime
    number: int
    items: tuple[Item, ...]
    tax_percent: int
    paid_by: str

    @property
    def subtotal(self) -> int:
        return sum(item.cents for item in self.items)

    @property
    def tax(self) -> int:
        return round(self.subtotal * self.tax_percent / 100)

    @property
    def total(self) -> int:
        return self.subtotal + self.tax

    def truth(self) -> dict[str, Any]:
        return {
            "company": self.company,
            "address": self.address,
            "date": self.when.date().isoformat(),
            "items": [
                {"name": item.name, "quantity": item.quantity, "amount": item.cents / 100} for item in self.items
            ],
            "subtotal": self.subtotal / 100,
            "tax": self.tax / 100,
            "total": self.total / 100,
            "paid_by": self.paid_by,
        }


def sample_receipt(seed: int = 0) -> SampleReceipt:
    """The receipt of this number; the same number gives the same pixels with the same versions of Pillow and numpy."""
    chance = random.Random(seed)
    purchase = invent(chance)
    return SampleReceipt(Image.from_pil(scan(print_out(purchase), chance)), purchase.truth())


def invent(chance: random.Random) -> Purchase:
    company, address = chance.choice(STORES)
    bought = chance.sample(GOODS, chance.randint(4, 7))
    quantities = [chance.choice((1, 1, 1, 2, 3)) for _ in bought]
    return Purchase(
        company=company,
        address=address,
        when=datetime(2025, 1, 6, 8) + timedelta(days=chance.randrange(300), minutes=chance.randrange(12 * 60)),
        number=chance.randint(10_000, 99_999),
        items=tuple(Item(name, count, count * cents) for (name, cents), count in zip(bought, quantities, strict=True)),
        tax_percent=chance.choice(TAX_PERCENT),
        paid_by=chance.choice(("VISA **** 4417", "MASTERCARD **** 0932", "CASH")),
    )


def print_out(purchase: Purchase) -> Pil.Image:
    """The receipt on its sheet, straight and clean."""
    roll = _Roll()
    roll.center(purchase.company, 38)
    street, _, town = purchase.address.partition(", ")
    roll.center(street)
    roll.center(town)
    roll.rule()
    when = purchase.when
    roll.sides(f"Date: {when.day:02d} {MONTHS[when.month - 1]} {when.year}", f"{when:%H:%M}")
    roll.sides(f"Receipt no. {purchase.number}", "Till 2")
    roll.rule()
    for item in purchase.items:
        name = item.name if item.quantity == 1 else f"{item.quantity} x {item.name}"
        roll.sides(name, money(item.cents))
    roll.rule()
    roll.sides("Subtotal", money(purchase.subtotal))
    roll.sides(f"Tax {purchase.tax_percent}%", money(purchase.tax))
    roll.sides("TOTAL", money(purchase.total), 36)
    roll.sides(purchase.paid_by, money(purchase.total))
    roll.rule()
    roll.center("Thank you for shopping with us")
    return roll.torn_off()


def money(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"


class _Roll:
    """Paper that is printed line by line, then torn off."""

    def __init__(self) -> None:
        self._paper = Pil.new("L", (PAPER_WIDTH, 3_000), PAPER)
        self._draw = ImageDraw.Draw(self._paper)
        self._y = MARGIN

    def center(self, text: str, size: int = 25) -> None:
        self._draw.text((PAPER_WIDTH / 2, self._y), text, INK, ImageFont.load_default(size), anchor="ma")
        self._feed(size)

    def sides(self, left: str, right: str, size: int = 25) -> None:
        font = ImageFont.load_default(size)
        self._draw.text((MARGIN, self._y), left, INK, font, anchor="la")
        self._draw.text((PAPER_WIDTH - MARGIN, self._y), right, INK, font, anchor="ra")
        self._feed(size)

    def rule(self) -> None:
        for x in range(MARGIN, PAPER_WIDTH - MARGIN, 14):
            self._draw.line((x, self._y + 12, x + 7, self._y + 12), INK, 2)
        self._feed(25)

    def torn_off(self) -> Pil.Image:
        return self._paper.crop((0, 0, PAPER_WIDTH, self._y + MARGIN))

    def _feed(self, size: int) -> None:
        self._y += round(size * 1.45)


def scan(sheet: Pil.Image, chance: random.Random) -> Pil.Image:
    """The sheet as a flatbed sees it: a little askew, soft, unevenly lit, grainy."""
    lid = Pil.new("L", (sheet.width + 2 * SCAN_MARGIN, sheet.height + 2 * SCAN_MARGIN), LID)
    lid.paste(sheet, (SCAN_MARGIN, SCAN_MARGIN))
    askew = lid.rotate(chance.uniform(-1.8, 1.8), Pil.Resampling.BICUBIC, fillcolor=LID)
    soft = askew.filter(ImageFilter.GaussianBlur(chance.uniform(0.5, 0.9)))
    grain = np.random.default_rng(chance.getrandbits(32))
    light = np.linspace(1.0, chance.uniform(0.9, 0.97), soft.width)
    pixels = np.asarray(soft, np.float64) * light + grain.normal(0, 5, (soft.height, soft.width))
    return Pil.fromarray(pixels.clip(0, 255).astype(np.uint8))
