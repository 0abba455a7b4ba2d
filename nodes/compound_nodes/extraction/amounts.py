"""Amounts of money as they are printed in different countries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

SYMBOLS = {
    "€": "EUR", "$": "USD", "US$": "USD", "£": "GBP", "¥": "JPY", "₹": "INR", "₩": "KRW", "₺": "TRY", "₽": "RUB",
    "₪": "ILS", "₫": "VND", "฿": "THB", "₱": "PHP", "₦": "NGN", "₴": "UAH", "R$": "BRL", "S$": "SGD", "A$": "AUD",
    "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "NZ$": "NZD", "HK$": "HKD", "NT$": "TWD", "RM": "MYR", "Rs": "INR",
    "Rs.": "INR", "Rp": "IDR", "zł": "PLN", "Kč": "CZK", "Ft": "HUF", "lei": "RON", "лв": "BGN", "Fr.": "CHF",
    "SFr.": "CHF", "kr": "SEK", "kr.": "DKK",
}  # fmt: skip
"""Signs to ISO 4217 codes. A bare $ counts as USD, kr as SEK, ¥ as JPY and Rs as INR, their most traded meanings."""

CODES = frozenset(
    {
        "AED", "ARS", "AUD", "BGN", "BRL", "CAD", "CHF", "CLP", "CNY", "COP", "CZK", "DKK", "EGP", "EUR", "GBP", "HKD",
        "HUF", "IDR", "ILS", "INR", "ISK", "JPY", "KRW", "MAD", "MXN", "MYR", "NGN", "NOK", "NZD", "PEN", "PHP", "PKR",
        "PLN", "RON", "RUB", "SAR", "SEK", "SGD", "THB", "TRY", "TWD", "UAH", "USD", "VND", "ZAR",
    }
)  # fmt: skip
"""The ISO 4217 codes that are recognised."""

NAMES = {"euro": "EUR", "euros": "EUR", "us dollars": "USD", "pounds sterling": "GBP", "swiss francs": "CHF"}

_MONEY = "|".join(sorted((re.escape(sign) for sign in (*SYMBOLS, *CODES)), key=lambda sign: (-len(sign), sign)))
_SPACE = "[\u00a0\u202f\u2009]"
_NUMBER = (
    rf"\d{{1,3}}(?:(?:{_SPACE}|['’])\d{{3}})+(?:[.,]\d{{1,2}})?"
    r"|\d{1,3}(?: \d{3})+,\d{2}"
    r"|\d{1,3}(?:,\d{2})*,\d{3}\.\d{1,2}"
    r"|\d{1,3}(?:[.,]\d{3})+(?:[.,]\d{1,2})?"
    rf"|\d+[.,] \d{{2}}(?=\s?(?:{_MONEY})|$)"  # recognisers put a space after the sign
    r"|\d+[.,]\d{1,2}"
    r"|\d+"
)
_AMOUNT = re.compile(
    rf"(?<![\w.,/#-])(?<!\d:)(?P<sign>[-−–])?(?:(?P<before>{_MONEY}):?{_SPACE}?\s?)?(?P<inner>[-−–])?\s?"
    rf"(?P<number>{_NUMBER})(?P<after_sign>-)?(?:{_SPACE}?\s?(?P<after>{_MONEY})(?!\w))?(?![\w%]|[.,/:-]\d|\s?%)"
)


@dataclass(frozen=True, slots=True)
class Amount:
    """A number that may be an amount of money, and the characters it was read from."""

    value: Decimal
    currency: str | None
    """ISO 4217 code, when a sign or code stands beside the number."""
    exact: bool
    """Whether it has two decimals, as amounts usually do."""
    start: int
    end: int


def find_amounts(text: str, decimal_mark: str | None = None) -> Iterator[Amount]:
    """Numbers of one line that may be amounts, in order; percentages, times and parts of words are left out."""
    for match in _AMOUNT.finditer(text):
        sign = -1 if match["sign"] or match["inner"] or match["after_sign"] else 1
        money = match["before"] or match["after"]
        yield Amount(
            value=sign * parse_number(match["number"], decimal_mark),
            currency=SYMBOLS.get(money, money) if money else None,
            exact=bool(re.search(r"[.,] ?\d{2}$", match["number"])),
            start=match.start("before" if match["before"] else "number"),
            end=match.end("after" if match["after"] else "number"),
        )


def parse_number(text: str, decimal_mark: str | None = None) -> Decimal:
    """The value of a number with whichever signs for thousands and decimals.

    Of two different signs the last is the decimal one. A single sign with exactly three digits behind it counts as
    thousands ("1.234" is 1234), since amounts have two decimals; but not where it is the language's `decimal_mark`.
    """
    plain = re.sub(r"[\s'’]", "", text)
    last = max(plain.rfind("."), plain.rfind(","))
    if last < 0:
        return Decimal(plain)
    mixed = "." in plain and "," in plain
    repeated = plain.count(plain[last]) > 1
    thousands = len(plain) - last - 1 == 3 and plain[last] != decimal_mark
    grouping = not mixed and (repeated or thousands)
    whole = plain if grouping else plain[:last]
    decimals = "" if grouping else plain[last + 1 :]
    return Decimal(re.sub(r"[.,]", "", whole) + (f".{decimals}" if decimals else ""))


def find_currencies(text: str) -> list[str]:
    """ISO 4217 codes of all signs, codes and names of currencies in a text, as often as they occur."""
    found = []
    for match in re.finditer(rf"(?<![^\W\d])(?:{_MONEY})(?![^\W\d])", text):
        found.append(SYMBOLS.get(match.group(), match.group()))
    lower = text.casefold()
    for name, code in NAMES.items():
        found += [code] * len(re.findall(rf"\b{name}\b", lower))
    return found
