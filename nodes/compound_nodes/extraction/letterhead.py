"""Names at the head of a document, by where they stand and how they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from compound_nodes.extraction.address_lines import is_labelled, looks_like_address, speaks_of_other_things
from compound_nodes.extraction.amounts import find_amounts
from compound_nodes.extraction.evidence import Candidate
from compound_nodes.extraction.identifiers import find_phones
from compound_nodes.extraction.labels import words_of
from compound_nodes.extraction.layout import Cell
from compound_nodes.extraction.legal_forms import core_of, is_legal_form, legal_names
from compound_nodes.extraction.misread import mended
from compound_nodes.extraction.titles import TITLES, is_title
from compound_nodes.extraction.view import View

_TOP_ROWS = (0.55, 0.45, 0.35, 0.25, 0.15)
"""What it is worth to stand in the first rows that have names."""

_REGISTERED = re.compile(
    r"\b(?:si[eè]ge social|capital de|RCS|SIREN|SIRET|HRB|Registergericht|Gesch[aä]ftsf[uü]hrer|KvK|GST (?:No|ID|Reg)"
    r"|GSTIN|VAT (?:No|Reg)|Co\.? ?(?:Reg)?\.? ?No|Company No|Reg(?:istration|\.)? ?No|ROC|USt-?Id|UID|TVA|P\.? ?IVA"
    r"|Partita IVA|C\.?I\.?F|Registered Office|Sede legale)"
    r"|^\W*\d{5,7} ?- ?[A-Z]\W*$",
    re.IGNORECASE,
)
_SMALL_WORDS = frozenset(
    {
        "a", "am", "an", "and", "au", "aux", "by", "da", "das", "de", "del", "den", "der", "des", "di", "die", "du",
        "e", "el", "en", "et", "for", "het", "im", "in", "la", "las", "le", "les", "los", "of", "on", "op", "the",
        "ten", "und", "van", "vom", "von", "y", "zum", "zur", "à",
    }
)  # fmt: skip
"""Words that are written small within names."""

_LAST_WORDS = 3
"""Words with the legal form, on the second line of a broken name."""

_LONG_LINE = 12
"""Characters of a line that is full enough to be broken."""

_SHARE_ABOVE = {1: 0.7, 2: 0.9}
"""Of the width of the second line that the first has at least, by the words of the second: the fewer they are, the
less likely they are a whole name. One word with a legal form is two or three that were run together."""

_SLOGAN = 0.4
"""Factor for what is written like a sentence and not like a name."""


def is_registered(text: str) -> bool:
    """Whether the text has an entry of a register or a tax number, or words that stand beside one."""
    return bool(_REGISTERED.search(text))


def prominent(view: View) -> Iterator[tuple[float, Candidate]]:
    """Names in the first rows that have any, with what their place is worth."""
    cells = [cell for cell in view.layout.cells if cell.page == 1 and _may_be_a_letterhead(cell.text)]
    rows: list[Candidate] = []
    for cell in cells:
        named = name_in(Candidate(cell.text, cell, 0, len(cell.text)))
        if named and not is_labelled(cell.text) and not any(cell.beside(row.cell) for row in rows):
            rows.append(named)
        if len(rows) == len(_TOP_ROWS):
            break
    doubt = 1.0 if any(map(_is_of_business, cells)) else 0.5
    for weight, row in zip(_TOP_ROWS, rows, strict=False):
        yield doubt * weight * (1.0 if _written_like_a_name(row.cell.text) else _SLOGAN), row


def heads_an_address(view: View, cell: Cell) -> bool:
    """Whether an address begins below the cell, with nothing between them but contacts, register entries and titles."""
    for _ in range(4):
        below = view.layout.below(cell)[:1]
        if not below:
            return False
        cell = below[0]
        if looks_like_address(cell.text):
            return True
        if not _may_stand_over_an_address(cell.text):
            return False
    return False


def _may_stand_over_an_address(text: str) -> bool:
    return speaks_of_other_things(text) or is_registered(text) or is_title(text) or any(find_phones(text))


def broken_names(view: View) -> Iterator[Candidate]:
    """Names whose legal form stands on the line below, alone or behind a last word."""
    for cell in view.layout.cells:
        end = next((stop for start, stop in legal_names(cell.text) if start == 0), 0)
        alone = is_legal_form(cell.text)
        if not (alone or 0 < len(cell.text[:end].split()) <= _LAST_WORDS):
            continue
        for above in view.layout.above(cell)[:1]:
            first = name_in(Candidate(above.text, above, 0, len(above.text)))
            if first and _of_one_height(above, cell) and (alone or _wraps(above, cell)):
                name = f"{mended(above.text)} {mended(cell.text[: end or len(cell.text)]).strip()}"
                yield Candidate(name, above, 0, len(above.text), (cell,))


def _of_one_height(one: Cell, other: Cell) -> bool:
    return 0.75 < one.height / max(other.height, 1e-6) < 1.33


def _wraps(above: Cell, below: Cell) -> bool:
    """Whether a line is long and the next the shorter rest of it."""
    text = above.text
    told_again = core_of(text) in core_of(below.text)
    if told_again or any(legal_names(text)) or is_title(text) or not _written_like_a_name(text):
        return False
    unfinished = text.count("(") > text.count(")") or text.split()[-1].casefold() in _SMALL_WORDS | {"&"}
    longer = above.right - above.left > _SHARE_ABOVE.get(len(below.text.split()), 1.2) * (below.right - below.left)
    return unfinished or (longer and len(text) >= _LONG_LINE)


def name_in(candidate: Candidate) -> Candidate | None:
    """The part of a text that may be a name: before a dash or bracket, without words of titles; None if nothing is."""
    text = mended(candidate.value)
    for start, end in legal_names(text):
        if _may_begin_a_name(text[:start]):
            start = 0
        return _within(candidate, text[start:end], start)
    part = re.split(r"\s[-–|:•]\s|\s*[,:：]\s*|\s*\((?![^\W\d]+(?:[\s.&'-]+[^\W\d]+)*\))\s*|\s{2,}", text)[0].strip(
        " .*★-–:"
    )
    words = words_of(part)
    kept = [word for word in words if word.text not in TITLES]
    letters = sum(character.isalpha() for character in part)
    if looks_like_address(text) or not kept or letters < 3 or letters < 0.6 * len(part.replace(" ", "")):
        return None
    if len(kept) > 7 or any(amount.exact for amount in find_amounts(part)) or _is_small(part):
        return None
    name = part[kept[0].start : kept[-1].end] if len(kept) < len(words) else part
    return _within(candidate, name, text.find(name))


def _is_small(text: str) -> bool:
    """Whether no word of the text, or only one that a recogniser may have enlarged, begins with a capital."""
    words = [word for word in text.split() if word[0].isalpha()]
    return text[0].islower() and not any(word[0].isupper() for word in words[1:])


def _may_begin_a_name(text: str) -> bool:
    """Words before what was known for a name that belong to it: "de Vries en" before "Zonen B.V."."""
    words = re.findall(r"[^\s]+", text)
    plain = re.fullmatch(r"[^\W\d_][\w&.'’() -]*", text) and not re.search(r"\s-\s|[a-zß-ÿ]{4}\.", text)
    small = all(not word[0].islower() or word in _SMALL_WORDS for word in words)
    return bool(plain) and small and len(words) <= 5 and not any(word.text in TITLES for word in words_of(text))


def _within(candidate: Candidate, name: str, at: int) -> Candidate:
    start = candidate.start + at
    return Candidate(name, candidate.cell, start, start + len(name), candidate.also)


def _written_like_a_name(text: str) -> bool:
    """All words of weight begin with a capital, and no sentence ends or divides."""
    words = [word for word in re.findall(r"[^\W\d_][^\s]*", text) if word.casefold().strip(",.") not in _SMALL_WORDS]
    sentence = re.search(r"[!?]|[a-zß-ÿ]{4}[.,](?:\s|$)|www\.|\.(?:com|de|fr|nl|es|my)\b", text)
    return not sentence and all(not word[0].islower() for word in words)


def _is_of_business(cell: Cell) -> bool:
    """Whether a cell has what letterheads and tills print: an address, a telephone number, a register entry, prices.

    Without any of these the first line of a text is rather its title than a name.
    """
    text = cell.text
    priced = any(amount.exact and len(cell.tokens) <= 4 for amount in find_amounts(text))
    return priced or is_registered(text) or looks_like_address(text) or any(find_phones(text))


def _may_be_a_letterhead(text: str) -> bool:
    """Not a salutation or a line of an address ("Dear Mrs Hudson,"), and not the beginning of a sentence."""
    prose = len(text.split()) > 8 and not re.search(r"\s[-–|•]\s", text)
    return not prose and not text.endswith((",", ";")) and bool(re.search(r"[^\W\d_]{2}", text))
