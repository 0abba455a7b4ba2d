"""What the language of a document decides where its print can be read in two ways."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Mark = Literal[".", ","]

TAG = re.compile(r"auto|[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
"""A language tag as BCP 47 (RFC 5646) shapes it, or "auto"."""

_MONTH_FIRST = frozenset({"AS", "BI", "GU", "MH", "MP", "PA", "PH", "PR", "UM", "US", "VI"})
"""Regions whose short dates in English or Spanish begin with the month (Unicode CLDR as in Babel 2.18)."""

_COMMA = frozenset(
    {
        "az", "be", "bg", "bs", "ca", "cs", "da", "de", "el", "es", "et", "eu", "fi", "fr", "gl", "hr", "hu", "hy",
        "id", "is", "it", "ka", "kk", "lt", "lv", "mk", "nb", "nl", "nn", "no", "pl", "pt", "ro", "ru", "sk", "sl",
        "sq", "sr", "sv", "tr", "uk", "vi",
    }
)  # fmt: skip
"""Languages with a decimal comma (CLDR)."""

_OTHERWISE = {
    "de": frozenset({"CH", "LI"}),
    "en": frozenset(
        {
            "AT", "BE", "CZ", "DE", "DK", "ES", "FI", "FR", "HU", "ID", "IT", "NL", "NO", "PL", "PT", "RO", "SE", "SI",
            "SK", "ZA",
        }
    ),
    "es": frozenset({"419", "BR", "BZ", "CU", "DO", "GT", "HN", "MX", "NI", "PA", "PE", "PR", "SV", "US"}),
    "fr": frozenset({"CH"}),
    "it": frozenset({"CH"}),
    "ms": frozenset({"BN", "ID"}),
}  # fmt: skip
"""Regions that print a language with the other decimal mark, for money at least (CLDR)."""

_HOMOGRAPHS = {
    "bar": "de", "gross": "en de", "ust": "de", "vom": "de", "du": "fr", "le": "fr", "cb": "fr en ms", "ht": "fr",
    "ttc": "fr", "data": "it pt ms", "resto": "it es", "cambio": "es it pt", "mancia": "it", "tip": "en", "to": "en",
    "from": "en", "by": "en", "site": "en fr", "bill": "en ms", "pin": "en nl fr de", "note": "en fr", "disc": "en ms",
    "paid": "en", "balance": "en", "credit": "en", "due": "en", "menge": "de", "nombre": "fr", "terug": "nl",
    "adres": "nl", "no": "en es ms", "sum": "en",
}  # fmt: skip
"""Labels of some languages that are everyday words of others, which print nothing of the kind beside them."""


@dataclass(frozen=True, slots=True)
class Language:
    """What is known of a document's language."""

    tag: str = "auto"
    """BCP 47, such as "de-AT"; "auto" knows nothing."""

    @property
    def month_first(self) -> bool | None:
        """Whether 03/04/2024 is in March; None when the tag does not say. English without a region does not say."""
        if self._region is not None:
            return self._region in _MONTH_FIRST
        return None if self._language in (None, "en") else False

    @property
    def decimal_mark(self) -> Mark | None:
        """What stands before decimals; None when the tag does not say."""
        if self._language is None:
            return None
        comma = (self._language in _COMMA) != (self._region in _OTHERWISE.get(self._language, ()))
        return "," if comma else "."

    def prints(self, label: str) -> bool:
        """Whether a label is one in this language; a phrase that means nothing else in any is one in all."""
        return self._language is None or self._language in _HOMOGRAPHS.get(label, self._language).split()

    @property
    def _language(self) -> str | None:
        return None if self.tag == "auto" else self.tag.split("-")[0].lower()

    @property
    def _region(self) -> str | None:
        """The subtag of two letters or three digits behind that of the language, before any extension."""
        for part in self.tag.split("-")[1:]:
            if len(part) == 1:
                return None
            if re.fullmatch(r"[A-Za-z]{2}|\d{3}", part):
                return part.upper()
        return None


AUTO = Language()
