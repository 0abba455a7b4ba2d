"""Names that end in the legal form of a company."""

from __future__ import annotations

import re
from collections.abc import Iterator

from compound_nodes.extraction.misread import mended

LEGAL_FORM = (
    r"(?:Private Limited|PRIVATE LIMITED|Pvt\.? ?Ltd\.?|PVT\.? ?LTD\.?|Pte\.? ?Ltd\.?|PTE\.? ?LTD\.?"
    r"|Pty\.? ?Ltd\.?|PTY\.? ?LTD\.?|[Ss][DdOo0]?[Nn]\.?,? ?[Bb8][HhNn][Dd]\.?|S/B|BHD\.?|Bhd\.?|[Bb]erhad|BERHAD"
    r"|Inc\.?|INC\.?|Incorporated|Corp\.?|CORP\.?|Corporation|L\.?L\.?C\.?|LLP|Ltd\.?|LTD\.?"
    r"|Limited|LIMITED|PLC|plc|Co\.(?=$|\s*\()"
    r"|GmbH & Co\.? KG|g?GmbH|GMBH|AG|KG|OHG|UG|e\.K\.|e\.V\.|GbR"
    r"|S\.A\.S\.?|SASU?|S\.?A\.?R\.?L\.?|Sarl|EURL|S\.A\.U?\.?|SA"
    r"|B\.V\.?|BV|N\.V\.?|NV|V\.O\.F\.?|S\.L\.U?\.?|SL|S\.p\.A\.?|SpA|SPA|S\.r\.l\.?|SRL|Srl"
    r"|Oyj?|AB|A/S|ApS|ASA|Lda\.?|Ltda\.?|s\.r\.o\.|d\.o\.o\.|Sp\. z o\.o\.|Kft\.?)"
)
"""Legal forms of some thirty countries; what recognisers often make of SDN BHD is let pass."""

_WORD = r"[(.]?[A-ZÀ-Þ0-9&][^\s,;:|]*(?<![a-zß-ÿ]{4}\.)"
_JOIN = r"(?:(?:of|de|du|des|la|le|les|and|et|und|y|e|&|the|for|van|von|der)\s+)"
_GLUED = r"[A-Z][A-Z&().']{2,}SDN\.? ?BHD\.?"
"""Recognisers drop the spaces between capitals set close."""
_LEGAL_NAME = re.compile(
    rf"(?<![\w-])(?:(?:{_WORD},?\s+{_JOIN}?){{1,9}}\(?{LEGAL_FORM}\)?|(?:{_WORD},?\s+){{0,6}}{_GLUED})(?!\w)"
)


def legal_names(text: str) -> Iterator[tuple[int, int]]:
    """Where names with a legal form stand in a line, in order."""
    for match in _LEGAL_NAME.finditer(mended(text)):
        yield match.start(), match.end()


def is_legal_form(text: str) -> bool:
    """Whether the text is a legal form and nothing else, as the second line of a long name may be."""
    return bool(re.fullmatch(rf"\W*(?:{LEGAL_FORM}|(?:Co\.? ?)?KG)\W*", mended(text)))


def core_of(name: str) -> str:
    """A name without its legal form, as lower-case letters and digits: what two spellings of it share."""
    bare = re.sub(rf"(?:,?(?:^|\s)\s*\(?(?:{LEGAL_FORM}|[Ss][Dd][Nn]\.?|&)\)?)+\s*$", "", name)
    return "".join(character for character in bare.casefold() if character.isalnum())
