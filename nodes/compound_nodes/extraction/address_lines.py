"""Telling lines of a postal address from other lines."""

from __future__ import annotations

import re

from compound_nodes.extraction.legal_forms import legal_names

_STREET = re.compile(
    r"\b(?:street|st\.|road|rd\.?|avenue|ave\.?|lane|drive|boulevard|blvd\.?|square|highway|way|suite|floor|level|block|unit"
    r"|lot|plot|p\.?o\.? box|jalan|jln\.?|taman|tmn\.?|bandar|kampung|lorong|persiaran|\w*stra(?:ß|ss)e|\w*str\.|\w*weg|\w*platz"
    r"|\w*allee|rue|place|quai|cedex|impasse|\w*straat|\w*laan|\w*plein|\w*gracht|calle|plaza|avda\.?|paseo|via|viale|piazza|corso"
    r"|marg|nagar)(?!\w)|\bno\.? ?\d",
    re.IGNORECASE,
)
_POSTCODE = re.compile(
    r"(?<![\w.,#-])(?:[A-Z]{1,2}-)?\d{5}(?:-\d{4})?(?![\w.,]\d)|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b|\b\d{4} ?[A-Z]{2}\b"
    r"|(?<![\w#-])\d{6}(?![\w-])|\b\d{4} [A-Z][a-z]+"
)
_NO_ADDRESS = re.compile(
    r"\b(?:tel|t[eé]l[eé]phone|phone|fax|mobile|e-?mail|web|www|gst|vat|tva|btw|ust|uid|siret|siren|rcs|reg\.? ?no|co\.? ?no|roc|cin|invoice|date"
    r"|cashier|hotline)\b.*|\|.*|\(?\b\d{5,7}[ -][A-Z]\b\)?",
    re.IGNORECASE,
)


def address_part(text: str) -> str:
    """A line without names of companies, contacts and register numbers."""
    for start, end in reversed(list(legal_names(text))):
        text = text[:start] + text[end:]
    return _NO_ADDRESS.sub("", text).strip(" ,-–:()")


def has_postcode(text: str) -> bool:
    """Whether the line has a number shaped like a postcode of Europe, Asia or the Americas."""
    return bool(_POSTCODE.search(text))


def looks_like_address(text: str) -> bool:
    """Whether the line has a postcode, or a word for a street or building with a number or comma."""
    bare = address_part(text)
    if sum(character.isalpha() for character in bare) < 4 or re.search(r"# ?\d+ ", bare):
        return False
    has_number = any(character.isdigit() for character in bare) or "," in bare
    return has_postcode(bare) or bool(_STREET.search(bare) and has_number)
