"""Choosing the amount, number or currency that a field asks for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

from compound_nodes.extraction.amounts import Amount, find_currencies
from compound_nodes.extraction.evidence import Candidate, Scored, against, combined
from compound_nodes.extraction.labels import strongest
from compound_nodes.extraction.layout import Cell
from compound_nodes.extraction.ledger import NUMERIC, Ledger
from compound_nodes.extraction.lexicon import Kind
from compound_nodes.extraction.schema import Wanted
from compound_nodes.extraction.view import View

_ROW_WORDS = 8
"""A cell of a table has at most this many words; more are a sentence."""


def find_amount(view: View, wanted: Wanted) -> Iterator[Scored]:
    """Amounts with their confidence for a field. Only the total may stand without a label."""
    ledger = Ledger.of(view)
    for candidate, amount in view.amounts:
        names = ledger.names(candidate)
        own, rival = names.get(wanted.key, 0.0), strongest(names, wanted.key)
        if wanted.key != "total" and not own:
            continue
        if not own and not _may_be_a_total(candidate, amount):
            continue
        looks = [0.15 * amount.exact, 0.15 * bool(amount.currency)]
        if wanted.key != "total":
            yield Scored(candidate, combined([0.9 * own, *looks]) * against(own, rival))
            continue
        support = combined([0.9 * own, *looks, *_support(ledger, amount.value)])
        yield Scored(candidate, support * against(own, rival) * _before_rounding(ledger, amount.value))


def _support(ledger: Ledger, value: Decimal) -> list[float]:
    """Weights: paid less change, a card's payment, a total rounded, net plus tax, seen twice, the largest of all."""
    paid = ledger.paid_for(value)
    return [
        0.0 if paid is None else 0.6 if paid.change else 0.3,
        0.4 * (value in ledger.amounts("card")),
        0.5 * ledger.is_rounded(value),
        0.45 * ledger.is_net_and_tax(value),
        0.15 * (ledger.times_seen(value) > 1),
        0.2 * (value == ledger.largest),
    ]


def _before_rounding(ledger: Ledger, value: Decimal) -> float:
    """Factor for a total that is rounded to another one below it."""
    return 0.6 if ledger.is_rounded_further(value) else 1.0


def _may_be_a_total(candidate: Candidate, amount: Amount) -> bool:
    """Without a label: it looks like money, it is more than nothing, and it is not told in a sentence."""
    told = len(candidate.cell.tokens) > _ROW_WORDS
    return (amount.exact or amount.currency is not None) and amount.value > 0 and not told


def find_number(view: View, wanted: Wanted) -> Iterator[Scored]:
    """Numbers with a label of the field."""
    for candidate, amount in view.amounts:
        names = view.names_of(candidate, NUMERIC)
        if own := names.get(wanted.key, 0.0):
            yield Scored(candidate, 0.9 * own * against(own, strongest(names, wanted.key)) * _fits(amount, wanted))


def find_currency(view: View, wanted: Wanted) -> Iterator[Scored]:
    """The currencies of the text; the confidence is the share of signs that agree, with half a vote for doubt."""
    votes = Counter(find_currencies(view.layout.content))
    for code, count in votes.most_common():
        stands = next((cell for cell in view.layout.cells if code in find_currencies(cell.text)), None)
        if stands:
            yield Scored(_mention(code, stands), count / (votes.total() + 0.5))


def _fits(amount: Amount, wanted: Wanted) -> float:
    whole = amount.value == amount.value.to_integral_value()
    return 0.0 if wanted.kind is Kind.INTEGER and not whole else 1.0


def _mention(code: str, cell: Cell) -> Candidate:
    """A currency in a cell, placed on its code where that is printed, else on the whole cell."""
    match = re.search(re.escape(code), cell.text)
    return Candidate(code, cell, match.start() if match else 0, match.end() if match else len(cell.text))
