"""How shops of a locale print amounts, dates and words: the contents of `locales.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ENGLISH_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
ENGLISH_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


@dataclass(frozen=True, eq=False)
class Locale:
    """A country's way of writing, and parts that its shops' names, addresses and goods are made of."""

    name: str
    currency: str
    decimal: str
    grouping: str
    dates: tuple[str, ...]
    """As for strftime; %a, %b, %B in the language of the locale."""
    tax: tuple[int, ...]
    """Percent."""
    tax_name: str
    round_to: int
    """Cash payments are rounded to a multiple of so many cents."""
    words: dict[str, list[Any]]
    parts: dict[str, list[Any]]
    """Everything that names, addresses, contacts and goods are made of."""
    months: tuple[str, ...] = ENGLISH_MONTHS

    def money(self, cents: int) -> str:
        whole, rest = divmod(abs(cents), 100)
        grouped = f"{whole:,}".replace(",", self.grouping)
        return f"{'-' if cents < 0 else ''}{grouped}{self.decimal}{rest:02d}"

    def day(self, when: date, pattern: str) -> str:
        month = self.months[when.month - 1]
        named = pattern.replace("%B", month).replace("%b", month[:3]).replace("%a", ENGLISH_DAYS[when.weekday()])
        return when.strftime(named)


@cache
def locales() -> tuple[Locale, ...]:
    """All locales, in the order of the file."""
    text = Path(__file__).with_name("locales.yaml").read_text(encoding="utf-8")
    return tuple(_locale(name, entry) for name, entry in yaml.safe_load(text).items())


def _locale(name: str, entry: dict[str, Any]) -> Locale:
    known = {key: entry.pop(key) for key in ("currency", "decimal", "grouping", "tax_name", "round_to", "words")}
    return Locale(
        name=name,
        dates=tuple(entry.pop("dates")),
        tax=tuple(entry.pop("tax")),
        months=tuple(entry.pop("months", ENGLISH_MONTHS)),
        parts=entry,
        **known,
    )
