"""Telling lines of a postal address from other lines."""

from __future__ import annotations

import re

from compound_nodes.extraction.legal_forms import legal_names
from compound_nodes.extraction.misread import mended

_STREET = re.compile(
    r"\b(?:street|st\.|road|rd\.?|avenue|ave\.?|lane|drive|boulevard|blvd\.?|square|highway|way|p\.?o\.? box"
    r"|suite|floor|flr|level|block|blk|unit|lot|plot|house|court|park|estate|centre|mall|tower|building|marg|nagar"
    r"|jalan|jln\.?|taman|tmn\.?|bandar|kampung|kg\.?|lorong|persiaran|lebuh|lebuhraya|kawasan|perindustrian|seksyen"
    r"|section|wisma|menara|bangunan|kompleks|pusat|plaza|medan|dataran|desa|bukit|sungai|batu|mukim|off"
    r"|\w*stra(?:ß|ss)e|\w*str\.|\w*weg|\w*platz|\w*allee|\w*gasse"
    r"|rue|place|quai|cedex|impasse|chemin|b[aâ]timent|z\.?[ai]\.?|zac"
    r"|\w*straat|\w*laan|\w*plein|\w*gracht|\w*kade"
    r"|calle|avda\.?|paseo|via|viale|piazza|corso)(?![^\W\d])"
    r"|\bno\.? ?\d",
    re.IGNORECASE,
)
_POSTCODE = re.compile(
    r"(?<![\w.,#-])(?:[A-Z]{1,2}-|[A-Z]{2})?\d{5}(?:-\d{4})?(?![\w.,]\d)"
    r"|(?<![\w#-])\d{6}(?![\w-])"
    r"|\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b"
    r"|\b\d{4} ?[A-Z]{2}\b"
    r"|(?<![\w-])(?!19|20)\d{4} [A-Z][a-zà-ÿ]+"
)
_TOWN_THEN_POSTCODE = re.compile(r"[^\W\d_][^\W\d]*(?:[ .'-]+[^\W\d]+){0,4},? \d{4,6}\.?")
_STATE_AND_POSTCODE = re.compile(r"[A-Z]{2},? \d{5}(?:-\d{4})?")
_NO_ADDRESS = re.compile(
    r"\b(?:tel|t[eé]l[eé]phone|telefon|telefoon|phone|fax|mobile|h/p|e-?mail|web|www|hotline|invoice|receipt|date|cashier"
    r"|gst|sst|vat|tva|btw|mwst|ust|ustid|uid|siret|siren|rcs|cin|roc|hr[ab]|amtsgericht|handelsregister|steuer|kvk|nif"
    r"|cif|iban|reg\.? ?no|co\.? ?(?:reg|no)|company (?:reg|no)|registered in|federal id|sales tax|store ?#"
    r"|formerly known)(?![^\W_]).*"
    r"|\|.*"
    r"|\(?\b\d{5,7}[ -][A-Z]\b\)?|\(\W*\d[\d -]{3,}[A-Z]?\W*\)?|\b[A-Z]{2,5}# ?\d.*",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"^\W*(?:(?:registered|regd\.?|corporate|head|warehouse|store) )?"
    r"(?:office|address|adresse|anschrift|adres|direcci[oó]n|alamat|si[eè]ge social)\s*[:：]\s*",
    re.IGNORECASE,
)
_OTHER_LABEL = re.compile(r"\W*[^\d:：,]{2,24}[:：]")
_NUMBERED_NAME = re.compile(
    r"[A-ZÀ-Þ][^\W\d]+(?:[ .'-]+[^\W\d]+){0,4}(?:,? |\.)\d{1,5} ?[a-zA-Z]?|\d{1,5},? [A-ZÀ-Þ][\w .'-]+"
)
_REGION = re.compile(
    r"\W*(?:johor|kedah|kelantan|melaka|malacca|(?:n\.?|negeri) ?sembilan|pahang|(?:pulau|p\.?) ?pinang|penang|perak"
    r"|perlis|sabah|sarawak|selangor(?: d(?:arul|\.) ?e(?:hsan|\.?))?|terengganu|kuala lumpur|w\.?p\.?|labuan|putrajaya"
    r"|wilayah persekutuan|(?:west )?malaysia|singapore|indonesia|thailand|united kingdom|england|scotland|wales"
    r"|u\.?k\.?|ireland|u\.?s\.?a\.?|canada|australia|new zealand|india|deutschland|germany|[oö]sterreich|schweiz"
    r"|france|belgique|belgi[eë]|nederland|the netherlands|espa[nñ]a|spain|italia|italy)(?:[\s,.]+(?:malaysia|uk))?\W*",
    re.IGNORECASE,
)
"""States that receipts print on a line of their own, and countries."""


def address_part(text: str) -> str:
    """A line without its label, names of companies, contacts and register numbers."""
    text = mended(text)
    for start, end in reversed(list(legal_names(text))):
        text = text[:start] + text[end:]
    return _NO_ADDRESS.sub("", _LABEL.sub("", text)).strip(" ,-–:()")


def has_postcode(text: str) -> bool:
    """Whether the line has a number shaped like a postcode of Europe, Asia or the Americas."""
    return bool(_POSTCODE.search(text))


def ends_with_its_postcode(text: str) -> bool:
    """Whether the line has a postcode and no street, whose house number could be taken for one."""
    bare = address_part(text)
    return has_postcode(bare) and not _STREET.search(bare)


def looks_like_address(text: str) -> bool:
    """Whether the line has a postcode, or a word for a street or building with a number or comma."""
    bare = address_part(text)
    if _STATE_AND_POSTCODE.fullmatch(bare):
        return True
    if sum(character.isalpha() for character in bare) < 4 or re.search(r"# ?\d+ ", bare) or _OTHER_LABEL.match(bare):
        return False
    has_number = any(character.isdigit() for character in bare) or "," in bare
    return has_postcode(bare) or bool(_STREET.search(bare) and has_number)


def continues_address(text: str) -> bool:
    """Whether the line is one of an address when the line over it is."""
    bare = address_part(text)
    if sum(character.isalpha() for character in bare) < (2 if has_postcode(bare) else 3) or _OTHER_LABEL.match(bare):
        return False
    part_of_one = _STREET.search(bare) or _REGION.fullmatch(bare) or _TOWN_THEN_POSTCODE.fullmatch(bare)
    return looks_like_address(text) or has_postcode(bare) or bool(part_of_one)


def may_be_a_street(text: str) -> bool:
    """Whether the line is a name with a house number, which above a line with a postcode is a street."""
    return bool(_NUMBERED_NAME.fullmatch(text.strip(" ,")))


def is_labelled(text: str) -> bool:
    """Whether the line begins with words and a colon."""
    return bool(_OTHER_LABEL.match(text))


def speaks_of_other_things(text: str) -> bool:
    """Whether the line has a label, contact or register entry: it is not even the middle of an address."""
    return bool(_OTHER_LABEL.match(text) or _NO_ADDRESS.search(text))
