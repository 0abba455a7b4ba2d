"""Which of the names in a document is that of who issued it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from compound_nodes.extraction.evidence import Candidate, Scored, combined
from compound_nodes.extraction.identifiers import find_emails, find_websites
from compound_nodes.extraction.layout import Cell
from compound_nodes.extraction.legal_forms import core_of, legal_names
from compound_nodes.extraction.letterhead import (
    broken_names,
    heads_an_address,
    is_registered,
    name_in,
    prominent,
)
from compound_nodes.extraction.schema import Wanted
from compound_nodes.extraction.strings import find_text
from compound_nodes.extraction.trades import names_a_trade
from compound_nodes.extraction.view import View

_MAIL_HOSTS = frozenset(
    {
        "gmail", "googlemail", "yahoo", "hotmail", "outlook", "live", "icloud", "aol", "gmx", "web", "msn", "orange",
        "wanadoo", "laposte",
    }
)  # fmt: skip

_SHORTEST_ECHO = 4
"""Characters that a name has at least, to be known again in a longer one."""

_NOT_AT_THE_HEAD = 0.6
"""Of invoices whose legal seller stands elsewhere than in the letterhead, about every other names the brand."""


@dataclass
class _Issuer:
    """What speaks for one name, whatever form each mention has."""

    mentions: list[Candidate] = field(default_factory=list)
    weights: dict[str, float] = field(default_factory=dict)

    def add(self, why: str, weight: float, mention: Candidate) -> None:
        self.weigh(why, weight)
        self.mentions.append(mention)

    def weigh(self, why: str, weight: float) -> None:
        self.weights[why] = max(self.weights.get(why, 0.0), weight)

    @cached_property
    def best(self) -> Candidate:
        """The fullest mention; among equals the first."""
        return max(self.mentions, key=lambda mention: len(mention.value))


def find_issuer(view: View, wanted: Wanted) -> Iterator[Scored]:
    """Names with their confidence of being who issued the document.

    Evidence: a legal form, a label, a place at the top, an address or a register entry below it, the name of a trade,
    the domain of an address that the document gives, repetition, and a shorter form of it in large type. A name in
    the customer's block counts little. All are doubted where the likeliest name is not the one that heads the document.
    """
    issuers: dict[str, _Issuer] = defaultdict(_Issuer)
    for why, weight, mention in _mentions(view, wanted):
        if core := core_of(mention.value):
            issuers[core].add(why, weight, mention)
    _share_with_longer(issuers)
    domains = _domains(view)
    text = "".join(character for character in view.layout.content.casefold() if character.isalnum())
    support: dict[str, float] = {}
    for core, issuer in issuers.items():
        agreeing = max((_agreement(core, domain) for domain in domains), default=0.0)
        issuer.weigh("domain", 0.4 * agreeing)
        issuer.weigh("repeated", 0.15 * (text.count(core) > 1))
        issuer.weigh("trade", 0.2 * names_a_trade(issuer.best.value))
        theirs = 0.3 if all(view.belongs_to("customer", mention.cell) for mention in issuer.mentions) else 1.0
        support[core] = combined(issuer.weights.values()) * theirs
    doubt = _doubt(issuers, max(support, key=support.__getitem__)) if support else 1.0
    for core, issuer in issuers.items():
        yield Scored(issuer.best, support[core] * doubt)


def _doubt(issuers: Mapping[str, _Issuer], likeliest: str) -> float:
    """Factor for all names where another one than the likeliest heads the document, and no domain takes its side.

    The likeliest is then the legal seller, and who the document calls its issuer may be the brand in its letterhead.
    """
    headed = any("place" in issuer.weights for issuer in issuers.values())
    weights = issuers[likeliest].weights
    return _NOT_AT_THE_HEAD if headed and "place" not in weights and not weights["domain"] else 1.0


def find_organisation(view: View, wanted: Wanted) -> Iterator[Scored]:
    """Another organisation or person, by its label."""
    yield from find_text(view, wanted)


def _mentions(view: View, wanted: Wanted) -> Iterator[tuple[str, float, Candidate]]:
    for cell in view.layout.cells:
        done = 0
        for _, end in legal_names(cell.text):
            if named := name_in(Candidate(cell.text[done:end], cell, done, end)):
                yield "legal form", combined([0.5, 0.3 * is_registered(cell.text)]), named
            done = end
    for labelled in find_text(view, wanted):
        if named := name_in(labelled.candidate):
            yield "label", 0.7 * labelled.confidence, named
    for weight, named in prominent(view):
        yield "place", weight, named
        if heads_an_address(view, named.cell):
            yield "address", 0.3, named
    for named in broken_names(view):
        yield "legal form", 0.6, named
    for cell in view.layout.cells:
        follows = view.layout.below(cell)[:2]
        registered = len(cell.text) < 60 and any(is_registered(other.text) for other in follows)
        if registered and (named := _name_of(cell)):
            yield "register", 0.35, named


def _name_of(cell: Cell) -> Candidate | None:
    return name_in(Candidate(cell.text, cell, 0, len(cell.text)))


def _share_with_longer(issuers: dict[str, _Issuer]) -> None:
    """A name in large type is often the short form of one that stands in full below it: the longer takes all."""
    for core, issuer in issuers.items():
        longer = [other for other in issuers if len(other) > len(core) >= _SHORTEST_ECHO and core in other]
        for other in longer:
            if "legal form" in issuers[other].weights or "place" in issuers[other].weights:
                issuers[other].weigh("echo", 0.2)
                for why, weight in issuer.weights.items():
                    issuers[other].weigh(why, weight)


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
