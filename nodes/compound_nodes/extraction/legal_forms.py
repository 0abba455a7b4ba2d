"""Names that end in the legal form of a company."""

from __future__ import annotations

import re
from collections.abc import Iterator

LEGAL_FORM = (
    r"(?:Private Limited|PRIVATE LIMITED|Pvt\.? ?Ltd\.?|PVT\.? ?LTD\.?|Pte\.? ?Ltd\.?|PTE\.? ?LTD\.?"
    r"|Pty\.? ?Ltd\.?|PTY\.? ?LTD\.?|[Ss][Dd][Nn]\.? ?[Bb][HhNn][Dd]\.?"
    r"|Inc\.?|INC\.?|Incorporated|Corp\.?|CORP\.?|Corporation|L\.?L\.?C\.?|LLP|Ltd\.?|LTD\.?|Limited|LIMITED|PLC|plc"
    r"|GmbH & Co\.? KG|g?GmbH|GMBH|AG|KG|OHG|UG|e\.K\.|e\.V\.|GbR"
    r"|S\.A\.S\.?|SASU?|S\.?A\.?R\.?L\.?|Sarl|EURL|S\.A\.U?\.?|SA"
    r"|B\.V\.?|BV|N\.V\.?|NV|V\.O\.F\.?|S\.L\.U?\.?|SL|S\.p\.A\.?|SpA|SPA|S\.r\.l\.?|SRL|Srl"
    r"|Oyj?|AB|A/S|ApS|ASA|Lda\.?|Ltda\.?|s\.r\.o\.|d\.o\.o\.|Sp\. z o\.o\.|Kft\.?)"
)
"""Legal forms of some thirty countries; one confusion of a recogniser (BND for BHD) is let pass."""

_WORD = r"[(.]?[A-ZÀ-Þ0-9&][^\s,;:|]*(?<![a-zß-ÿ]{3}\.)"
_JOIN = r"(?:(?:of|de|du|des|la|le|les|and|et|und|y|e|&|the|for|van|von|der)\s+)"
_LEGAL_NAME = re.compile(rf"(?<![\w-])(?:{_WORD},?\s+{_JOIN}?){{1,6}}\(?{LEGAL_FORM}\)?(?!\w)")


def legal_names(text: str) -> Iterator[tuple[int, int]]:
    """Where names with a legal form stand in a line, in order."""
    for match in _LEGAL_NAME.finditer(text):
        yield match.start(), match.end()


def core_of(name: str) -> str:
    """A name without its legal form, as lower-case letters and digits: what two spellings of it share."""
    bare = re.sub(rf",?\s*\(?{LEGAL_FORM}\)?\s*$", "", name)
    return "".join(character for character in bare.casefold() if character.isalnum())
