"""Calendar dates as they are printed in different countries and languages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from compound_nodes.extraction.misread import mended

MONTHS = (
    "january jan januar janvier janv enero ene gennaio gen januari janeiro styczen",
    "february feb februar fevrier fev fevr febrero febbraio februari fevereiro",
    "march mar marz mrz mars marzo maart mrt marco mac",
    "april apr avril avr abril abr aprile",
    "may mai mayo maggio mag mei maio",
    "june jun juni juin junio giugno giu junho",
    "july jul juli juillet juil julio luglio lug julho julai",
    "august aug aout agosto ago augustus ogos",
    "september sep sept septembre septiembre settembre set setembro",
    "october oct oktober okt octobre octubre ottobre ott outubro out oktober",
    "november nov novembre noviembre novembro",
    "december dec dezember dez decembre diciembre dic dicembre dezembro disember dis",
)
"""Names and abbreviations without accents: English, German, French, Dutch, Spanish, Italian, Portuguese, Malay."""

_MONTH = {name: number for number, names in enumerate(MONTHS, 1) for name in names.split()}
_NAMES = "|".join(sorted(_MONTH, key=len, reverse=True))
_STATES = (
    "A[KLRZ]|C[AOT]|D[CE]|FL|GA|HI|I[ADLN]|K[SY]|LA|M[ADEINOST]|N[CDEHJMVY]|O[HKR]|PA|RI|S[CD]|T[NX]|UT|V[AT]|W[AIVY]"
)
"""Of the United States, as the postal service writes them."""
_DAY = r"(?P<day>0?[1-9]|[12]\d|3[01])"
_YEAR = r"(?P<year>(?:19|20)\d{2}|['’]?\d{2})"
_FULL_YEAR = r"(?P<year>(?:19|20)\d{2})"
_TIME_OR_END = r"(?:(?=\d{1,2}:\d{2})|(?![\w/-]|:\d))"
"""Recognisers drop the space before a time."""
_YEAR_FIRST = re.compile(
    rf"(?<![\w./-]){_FULL_YEAR}(?P<sign>[-/.])(?P<month>\d{{1,2}})(?P=sign)(?P<day>\d{{2}})"
    rf"{_TIME_OR_END}"
)
_COMPACT = re.compile(
    r"(?:(?<=date)|(?<=datum)|(?<=tarikh)|(?<=fecha)|(?<=\bdt))[ :.]{1,3}(?P<digits>(?:19|20)\d{6})(?!\w)"
    r"|(?<![\w.,/-])(?P<clocked>(?:19|20)\d{6})(?=\s{1,3}(?:[01]?\d|2[0-3]):[0-5]\d)"
)
"""20180304, which is a date beside the word or a clock, and elsewhere a number."""
_NUMERIC = re.compile(
    rf"(?<![\w./-])(?<!\d:)(?P<first>\d{{1,2}})\s?(?P<sign>[-/.])\s?(?P<second>\d{{1,2}})\s?(?P=sign)\s?{_YEAR}"
    rf"{_TIME_OR_END}(?!\.\d)"
)
_DAY_NAMED = re.compile(
    rf"(?<!\w){_DAY}(?:st|nd|rd|th|er|e|o|a)?[\s.\-/]*(?:de |of |d'|di )?\s*(?P<name>{_NAMES})(?![a-z])"
    rf"[\s.,\-/]*(?:de |del )?{_YEAR}(?:(?=\d{{1,2}}:\d{{2}})|(?!\d))"
)
_MONTH_NAMED = re.compile(
    rf"(?<!\w)(?P<name>{_NAMES})(?![a-z])[\s.\-/]*{_DAY}(?:st|nd|rd|th)?\s?[\s,\-/]\s*{_FULL_YEAR}(?!\d)"
)


@dataclass(frozen=True, slots=True)
class FoundDate:
    """A date, and the characters it was read from."""

    value: date
    certain: bool
    """Whether day and month cannot be the other way round."""
    start: int
    end: int


def find_dates(text: str, *, month_first: bool = False) -> list[FoundDate]:
    """The dates of one line, in order. `month_first` decides what 03/04/2024 means: see `is_month_first`."""
    plain = _without_accents(mended(text)).lower()
    found = [*_year_first(plain), *_compact(plain), *_named(plain), *_numeric(plain, month_first)]
    found.sort(key=lambda hit: (hit.start, -hit.end))
    return [hit for index, hit in enumerate(found) if all(hit.start >= other.end for other in found[:index])]


def is_month_first(text: str, usual: bool | None = None) -> bool:
    """Whether numeric dates of this text put the month first.

    A date that only works one way decides (12/31/2017), then what is `usual` in its language. Otherwise the month is
    first where the text speaks of dollars of the United States or has one of its ZIP codes, and never beside a sign of
    another currency.
    """
    text = mended(text)
    for match in _NUMERIC.finditer(text):
        first, second = int(match["first"]), int(match["second"])
        if max(first, second) > 12 and min(first, second) <= 12:
            return second > 12
    if usual is not None:
        return usual
    american = re.search(rf"\b(?:{_STATES}),? \d{{5}}(?:-\d{{4}})?\b|\bUSD\b|US\$|\bUSA\b", text)
    return bool(american) and not re.search(r"[€£₹]|\bRM\b|\bEUR\b|\bGBP\b", text)


def _year_first(text: str) -> Iterator[FoundDate]:
    for match in _YEAR_FIRST.finditer(text):
        yield from _dated(match, int(match["month"]), int(match["day"]), certain=True)


def _compact(text: str) -> Iterator[FoundDate]:
    for match in _COMPACT.finditer(text):
        group = "digits" if match["digits"] else "clocked"
        try:
            value = datetime.strptime(match[group], "%Y%m%d").date()
        except ValueError:
            continue
        yield FoundDate(value, True, match.start(group), match.end(group))


def _named(text: str) -> Iterator[FoundDate]:
    for pattern in (_DAY_NAMED, _MONTH_NAMED):
        for match in pattern.finditer(text):
            yield from _dated(match, _MONTH[match["name"]], int(match["day"]), certain=True)


def _numeric(text: str, month_first: bool) -> Iterator[FoundDate]:
    for match in _NUMERIC.finditer(text):
        first, second = int(match["first"]), int(match["second"])
        certain = first > 12 or second > 12 or first == second
        first_is_month = second > 12 or (month_first and first <= 12)
        month, day = (first, second) if first_is_month else (second, first)
        yield from _dated(match, month, day, certain=certain)


def _dated(match: re.Match[str], month: int, day: int, *, certain: bool) -> Iterator[FoundDate]:
    try:
        value = date(_full_year(match["year"]), month, day)
    except ValueError:
        return
    yield FoundDate(value, certain, match.start(), match.end())


def _full_year(text: str) -> int:
    """Two digits mean 1970 to 2069, as in POSIX's strptime."""
    year = int(text.lstrip("'’"))
    return year if year >= 100 else year + (1900 if year >= 70 else 2000)


def _without_accents(text: str) -> str:
    """The same number of characters, each without its accent, so that places in both texts agree."""
    return "".join(unicodedata.normalize("NFD", character)[0] for character in text)
