"""Names of organisations, and which of them issued a document."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from compound_nodes.extraction.address_lines import looks_like_address
from compound_nodes.extraction.amounts import find_amounts
from compound_nodes.extraction.evidence import Candidate, Scored, combined
from compound_nodes.extraction.identifiers import find_emails, find_phones, find_websites
from compound_nodes.extraction.labels import words_of
from compound_nodes.extraction.layout import Cell
from compound_nodes.extraction.legal_forms import core_of, legal_names
from compound_nodes.extraction.schema import Wanted
from compound_nodes.extraction.strings import find_text
from compound_nodes.extraction.view import View

_TITLE = frozenset(
    {
        "invoice", "tax", "receipt", "bill", "statement", "cash", "credit", "note", "payment", "proforma", "original",
        "copy", "duplicate", "retail", "customer", "page", "rechnung", "quittung", "beleg", "kassenbon", "facture",
        "recu", "ticket", "avoir", "factuur", "kassabon", "bon", "factura", "recibo", "fattura", "scontrino",
        "ricevuta", "welcome", "thank", "you", "merci", "danke", "simplified", "order", "sales", "slip", "official",
        "no", "date", "total", "tel", "fax",
    }
)  # fmt: skip
_REGISTERED = re.compile(
    r"\b(?:si[eè]ge social|capital de|RCS|SIREN|SIRET|HRB|Registergericht|Gesch[aä]ftsf[uü]hrer|KvK|GST (?:No|ID|Reg)"
    r"|GSTIN|VAT (?:No|Reg)|Co\.? ?(?:Reg)?\.? ?No|Company No|Reg(?:istration|\.)? ?No|ROC|USt-?Id|UID|TVA|P\.? ?IVA"
    r"|Partita IVA|C\.?I\.?F|Registered Office|Sede legale)",
    re.IGNORECASE,
)
_MAIL_HOSTS = frozenset(
    {
        "gmail", "googlemail", "yahoo", "hotmail", "outlook", "live", "icloud", "aol", "gmx", "web", "msn", "orange",
        "wanadoo", "laposte",
    }
)  # fmt: skip
_TOP_ROWS = (0.55, 0.4, 0.3, 0.2, 0.1)


@dataclass
class _Issuer:
    """What speaks for one name, whatever form each mention has."""

    mentions: list[Candidate] = field(default_factory=list)
    weights: dict[str, float] = field(default_factory=dict)

    def add(self, why: str, weight: float, mention: Candidate) -> None:
        self.weights[why] = max(self.weights.get(why, 0.0), weight)
        self.mentions.append(mention)

    @cached_property
    def best(self) -> Candidate:
        """The fullest mention; among equals the first."""
        return max(self.mentions, key=lambda mention: len(mention.value))


def find_issuer(view: View, wanted: Wanted) -> Iterator[Scored]:
    """Names with their confidence of being who issued the document.

    Evidence: a legal form, a label, a place at the top, a register entry beside it, the domain of an address that
    the document gives, and repetition. A name in the customer's block counts little.
    """
    issuers: dict[str, _Issuer] = defaultdict(_Issuer)
    for why, weight, mention in _mentions(view, wanted):
        if core := core_of(mention.value):
            issuers[core].add(why, weight, mention)
    domains = _domains(view)
    text = "".join(character for character in view.layout.content.casefold() if character.isalnum())
    for core, issuer in issuers.items():
        agreeing = max((_agreement(core, domain) for domain in domains), default=0.0)
        repeated = 0.15 * (text.count(core) > 1)
        theirs = 0.3 if all(view.belongs_to("customer", mention.cell) for mention in issuer.mentions) else 1.0
        yield Scored(issuer.best, combined([*issuer.weights.values(), 0.4 * agreeing, repeated]) * theirs)


def find_organisation(view: View, wanted: Wanted) -> Iterator[Scored]:
    """Another organisation or person, by its label."""
    yield from find_text(view, wanted)


def _mentions(view: View, wanted: Wanted) -> Iterator[tuple[str, float, Candidate]]:
    for cell in view.layout.cells:
        for start, end in legal_names(cell.text):
            registered = 0.3 * bool(_REGISTERED.search(cell.text))
            yield "legal form", combined([0.5, registered]), Candidate(cell.text[start:end], cell, start, end)
    for labelled in find_text(view, wanted):
        if named := _name_in(labelled.candidate):
            yield "label", 0.7 * labelled.confidence, named
    for weight, cell in _prominent(view):
        if named := _name_in(Candidate(cell.text, cell, 0, len(cell.text))):
            yield "place", weight, named
    for cell in view.layout.cells:
        follows = view.layout.below(cell)[:2]
        registered = len(cell.text) < 60 and any(_REGISTERED.search(other.text) for other in follows)
        if registered and (named := _name_in(Candidate(cell.text, cell, 0, len(cell.text)))):
            yield "register", 0.35, named


def _prominent(view: View) -> Iterator[tuple[float, Cell]]:
    """Cells of the first rows that have words, with what their place is worth."""
    cells = [cell for cell in view.layout.cells if cell.page == 1 and _may_be_a_letterhead(cell.text)]
    rows: list[Cell] = []
    for cell in cells:
        if _name_in(Candidate(cell.text, cell, 0, len(cell.text))) and not any(cell.beside(row) for row in rows):
            rows.append(cell)
        if len(rows) == len(_TOP_ROWS):
            break
    doubt = 1.0 if any(map(_is_of_business, cells)) else 0.5
    yield from ((doubt * weight, row) for weight, row in zip(_TOP_ROWS, rows, strict=False))


def _is_of_business(cell: Cell) -> bool:
    """Whether a cell has what letterheads and tills print: an address, a telephone number, a register entry, prices.

    Without any of these the first line of a text is rather its title than a name.
    """
    text = cell.text
    priced = any(amount.exact and len(cell.tokens) <= 4 for amount in find_amounts(text))
    return priced or bool(_REGISTERED.search(text)) or looks_like_address(text) or any(find_phones(text))


def _may_be_a_letterhead(text: str) -> bool:
    """Not a salutation or a line of an address ("Dear Mrs Hudson,"), and not the beginning of a sentence."""
    prose = len(text.split()) > 8 and not re.search(r"\s[-–|•]\s", text)
    return not prose and not text.endswith((",", ";")) and bool(re.search(r"[^\W\d_]{2}", text))


def _name_in(candidate: Candidate) -> Candidate | None:
    """The part of a text that may be a name: before a dash or bracket, without words of titles; None if nothing is."""
    text = candidate.value
    for start, end in legal_names(text):
        return Candidate(text[start:end], candidate.cell, candidate.start + start, candidate.start + end)
    part = re.split(r"\s[-–|:•]\s|\s*[(,:]\s*|\s{2,}", text)[0].strip(" .*-–:")
    kept = [word for word in words_of(part) if word.text not in _TITLE]
    letters = sum(character.isalpha() for character in part)
    if (
        looks_like_address(text)
        or not kept
        or letters < 3
        or letters < 0.6 * len(part.replace(" ", ""))
        or len(kept) > 7
    ):
        return None
    if any(amount.exact for amount in find_amounts(part)) or part[0].islower():
        return None
    name = part[kept[0].start : kept[-1].end] if len(kept) < len(words_of(part)) else part
    start = candidate.start + text.find(name)
    return Candidate(name, candidate.cell, start, start + len(name))


def _domains(view: View) -> set[str]:
    """Second-level names of the domains in the text, those of mail hosts for the public left out."""
    found = set()
    for cell in view.layout.cells:
        hosts = [address.value.partition("@")[2] for address in find_emails(cell.text)]
        hosts += [re.sub(r"^https?://", "", site.value).partition("/")[0] for site in find_websites(cell.text)]
        for host in hosts:
            parts = [part for part in host.casefold().split(".") if part not in ("www", "co", "com")]
            core = parts[-2] if len(parts) > 1 else parts[0] if parts else ""
            found.add(core.replace("-", ""))
    return {core for core in found if len(core) > 2} - _MAIL_HOSTS


def _agreement(core: str, domain: str) -> float:
    """The part of the longer that the shorter is, when one begins with the other."""
    shorter, longer = sorted((core, domain), key=len)
    return len(shorter) / len(longer) if len(shorter) > 2 and longer.startswith(shorter) else 0.0
