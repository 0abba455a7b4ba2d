"""A receipt in the making: the roll, what is printed on it, and the words of this shop."""

from __future__ import annotations

import random
from typing import Any

from .locales import Locale
from .paper import Roll
from .purchases import Purchase
from .shops import Shop


class Ticket:
    """Blocks print on it; it keeps to one wording, one pattern of dates and one way of writing amounts."""

    def __init__(self, roll: Roll, shop: Shop, purchase: Purchase, locale: Locale, chance: random.Random) -> None:
        self.roll = roll
        self.shop = shop
        self.purchase = purchase
        self.locale = locale
        self.chance = chance
        self.date_pattern = chance.choice(locale.dates)
        self.date = locale.day(purchase.when, self.date_pattern)
        self.sign = chance.choice(("", "", locale.currency))
        self._said: dict[str, Any] = {}

    def say(self, key: str) -> str:
        """How this shop words it."""
        return str(self.pick(key)).replace("{p}", str(self.purchase.tax_percent))

    def pick(self, key: str) -> Any:
        """One of the ways of wording it, the same each time."""
        if key not in self._said:
            self._said[key] = self.chance.choice(self.locale.words[key])
        return self._said[key]

    def money(self, cents: int) -> str:
        return self.locale.money(cents)

    def priced(self, cents: int) -> str:
        """With the sign of the currency, where this shop prints one."""
        amount = self.locale.money(cents)
        if not self.sign:
            return amount
        return f"{amount} {self.sign}" if self.locale.decimal == "," else f"{self.sign}{amount}"

    def time(self) -> str:
        when = self.purchase.when
        return when.strftime(self.chance.choice(("%H:%M", "%H:%M:%S", "%I:%M %p")))

    def line(self, label: str, cents: int, scale: float = 1.0) -> None:
        """A label on the left with its amount on the right."""
        colon = self.chance.choice(("", "", ":", " :"))
        self.roll.sides(f"{label}{colon}", self.priced(cents), scale)
