"""Telling lines of a postal address from other lines."""

from __future__ import annotations

import re

from compound_nodes.extraction.legal_forms import legal_names

_STREET = re.compile(
    r"\b(?:street|st\.|road|rd\.?|avenue|ave\.?|lane|drive|boulevard|blvd\.?|square|highway|way|p\.?o\.? box"
    r"|suite|floor|level|block|unit|lot|plot|marg|nagar"
    r"|jalan|jln\.?|taman|tmn\.?|bandar|kampung|lorong|persiaran"
    r"|\w*stra(?:ß|ss)e|\w*str\.|\w*weg|\w*platz|\w*allee"
    r"|rue|place|quai|cedex|impasse"
    r"|\w*straat|\w*laan|\w*plein|\w*gracht"
    r"|calle|plaza|avda\.?|paseo|via|viale|piazza|corso)(?!\w)"
    r"|\bno\.? ?\d",
    re.IGNORECASE,
)
_POSTCODE = re.compile(
    r"(?<![\w.,#-])(?:[A-Z]{1,2}-)?\d{5}(?:-\d{4})?(?![\w.,]\d)"
    r"|(?<![\w#-])\d{6}(?![\w-])"
    r"|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b"
    r"|\b\d{4} ?[A-Z]{2}\b"
    r"|(?<![\w-])(?!19|20)\d{4} [A-Z][a-zà-ÿ]+"
)
_NO_ADDRESS = re.compile(
    r"\b(?:tel|t[eé]l[eé]phone|phone|fax|mobile|e-?mail|web|www|hotline|invoice|date|cashier"
    r"|gst|vat|tva|btw|ust|uid|siret|siren|rcs|cin|roc|reg\.? ?no|co\.? ?no)\b.*"
    r"|\|.*"
    r"|\(?\b\d{5,7}[ -][A-Z]\b\)?",
    re.IGNORECASE,
)

_LABEL = re.compile(
    r"^\W*(?:(?:registered|regd\.?|corporate|head|warehouse|store) )?(?:office|address|adresse|si[eè]ge social)\s*:\s*",
    re.IGNORECASE,
)
_NUMBERED_NAME = re.compile(
    r"[A-ZÀ-Þ][^\W\d]+(?:[ .'-]+[^\W\d]+){0,4},? \d{1,5} ?[a-zA-Z]?|\d{1,5},? [A-ZÀ-Þ][\w .'-]+"
)


def address_part(text: str) -> str:
    """A line without its label, names of companies, contacts and register numbers."""
    for start, end in reversed(list(legal_names(text))):
        text = text[:start] + text[end:]
    return _NO_ADDRESS.sub("", _LABEL.sub("", text)).strip(" ,-–:()")


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


def may_be_a_street(text: str) -> bool:
    """Whether the line is a name with a house number, which above a line with a postcode is a street."""
    return bool(_NUMBERED_NAME.fullmatch(text.strip(" ,")))
