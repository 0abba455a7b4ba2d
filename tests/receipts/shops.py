"""Shops that do not exist."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass

from .locales import Locale


@dataclass(frozen=True, slots=True)
class Shop:
    """What a receipt says of who issued it, as printed."""

    name: str
    """Without its legal form."""
    form: str
    address: tuple[str, ...]
    phone: str
    register: str
    tax_id: str
    slogan: str
    thanks: str

    @property
    def company(self) -> str:
        return f"{self.name} {self.form}".strip()


def invent_shop(locale: Locale, chance: random.Random) -> Shop:
    """A shop of this locale."""
    parts = locale.parts
    name = filled(chance.choice(parts["names"]), locale, chance)
    slug = re.sub(r"\W", "", name.lower())
    street = [filled(line, locale, chance) for line in chance.choice(parts["streets"])]
    town = filled(chance.choice(parts["towns"]), locale, chance)
    capitals = chance.random() < 0.3
    return Shop(
        name=name.upper() if capitals else name,
        form=chance.choice(parts["forms"]),
        address=tuple(line.upper() if capitals else line for line in (*street, *_town_lines(town, chance))),
        slogan=chance.choice(parts["slogans"]).replace("{slug}", slug),
        thanks=chance.choice(parts["thanks"]).replace("{slug}", slug),
        **{key: filled(chance.choice(parts[key]), locale, chance) for key in ("phone", "register", "tax_id")},
    )


def filled(pattern: str, locale: Locale, chance: random.Random) -> str:
    """The pattern with its parts put in: {a} {b} words, {n} a small number, {nnn} digits, {L} a capital letter."""

    def part(match: re.Match[str]) -> str:
        key = match[1]
        if key == "L":
            return chance.choice("ABCDEFGHJKLMNPRSTWXY")
        if set(key) == {"n"} and len(key) > 1:
            return str(chance.randint(1, 9)) + "".join(str(chance.randint(0, 9)) for _ in key[1:])
        if key == "n1":
            return str(chance.randint(1, 9))
        if key in ("n", "n2"):
            return str(chance.randint(2, 99))
        return str(chance.choice(locale.parts[key.rstrip("2")]))

    return re.sub(r"\{(\w+)\}", part, pattern)


def _town_lines(town: str, chance: random.Random) -> tuple[str, ...]:
    """The state on a line of its own, now and then."""
    head, comma, tail = town.partition(", ")
    return (f"{head},", tail) if comma and chance.random() < 0.4 else (town,)
