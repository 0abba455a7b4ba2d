"""What was bought, and how it was paid for."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from .locales import Locale


@dataclass(frozen=True, slots=True)
class Item:
    name: str
    code: str
    quantity: int
    cents: int
    """Of one."""

    @property
    def amount(self) -> int:
        return self.quantity * self.cents


@dataclass(frozen=True, slots=True)
class Purchase:
    """Amounts in cents."""

    when: datetime
    number: str
    items: tuple[Item, ...]
    tax_percent: int
    tax_included: bool
    """Whether the prices of the items have the tax in them."""
    service_percent: int
    in_cash: bool
    round_to: int
    handed_over: int

    @property
    def goods(self) -> int:
        return sum(item.amount for item in self.items)

    @property
    def service(self) -> int:
        return round(self.goods * self.service_percent / 100)

    @property
    def net(self) -> int:
        charged = self.goods + self.service
        return round(charged * 100 / (100 + self.tax_percent)) if self.tax_included else charged

    @property
    def tax(self) -> int:
        charged = self.goods + self.service
        return charged - self.net if self.tax_included else round(charged * self.tax_percent / 100)

    @property
    def before_rounding(self) -> int:
        return self.net + self.tax

    @property
    def rounding(self) -> int:
        return self.total - self.before_rounding

    @property
    def total(self) -> int:
        """What is paid."""
        step = self.round_to if self.in_cash else 1
        return round(self.before_rounding / step) * step

    @property
    def paid(self) -> int:
        return self.total + self.handed_over if self.in_cash else self.total

    @property
    def change(self) -> int:
        return self.paid - self.total


def invent_purchase(locale: Locale, chance: random.Random) -> Purchase:
    """A purchase of one to nine things between 2015 and 2024."""
    goods = chance.sample(locale.parts["goods"], chance.choice((1, 2, 3, 3, 4, 5, 6, 7, 9)))
    dear = chance.choice((1, 1, 1, 4, 20))
    in_cash = chance.random() < 0.6
    purchase = Purchase(
        when=datetime(2015, 1, 2, 8) + timedelta(days=chance.randrange(3_600), minutes=chance.randrange(13 * 60)),
        number=chance.choice(("{:06d}", "A{:05d}", "{:04d}", "CS{:05d}", "2-{:06d}")).format(chance.randrange(10_000)),
        items=tuple(_item(name, dear, chance) for name in goods),
        tax_percent=chance.choice(locale.tax),
        tax_included=locale.name != "en-US" and chance.random() < 0.6,
        service_percent=0,
        in_cash=in_cash,
        round_to=locale.round_to,
        handed_over=0,
    )
    return _with_money(purchase, chance)


def with_service(purchase: Purchase, chance: random.Random) -> Purchase:
    """The same with ten percent for service."""
    return _with_money(replace(purchase, service_percent=10), chance)


def _item(name: str, dear: int, chance: random.Random) -> Item:
    cents = chance.choice((90, 150, 199, 240, 320, 480, 590, 799, 1050, 1290)) * dear + chance.choice((0, 0, 0, 5, 3))
    code = "".join(str(chance.randint(0, 9)) for _ in range(chance.choice((5, 8, 13))))
    return Item(name, code, chance.choice((1, 1, 1, 1, 2, 3, 5)), cents)


def _with_money(purchase: Purchase, chance: random.Random) -> Purchase:
    """With what the customer puts on the counter: the exact sum, or notes."""
    note = chance.choice((100, 500, 1_000, 5_000, 10_000))
    rest = -purchase.total % note
    return replace(purchase, handed_over=chance.choice((0, rest, rest, rest)))
