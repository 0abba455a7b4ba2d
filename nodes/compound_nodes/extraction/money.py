"""Choosing the amount, number or currency that a field asks for."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal

from compound_nodes.extraction.amounts import Amount, find_currencies
from compound_nodes.extraction.evidence import Candidate, Scored, against, combined
from compound_nodes.extraction.labels import strongest
from compound_nodes.extraction.layout import Cell
from compound_nodes.extraction.lexicon import Kind
from compound_nodes.extraction.schema import Wanted
from compound_nodes.extraction.view import View

NUMERIC = frozenset({Kind.AMOUNT, Kind.INTEGER})
_ROW_WORDS = 8
"""A cell of a table has at most this many words; more are a sentence."""

_MOST_SUMMED = 40
"""Different amounts that are tried as parts of a sum; a longer list has sums by chance."""


def find_amount(view: View, wanted: Wanted) -> Iterator[Scored]:
    """Amounts with their confidence for a field. Only the total may stand without a label."""
    names = {id(candidate): view.names_of(candidate, NUMERIC) for candidate, _ in view.amounts}
    sums = _Sums((amount.value, names[id(candidate)]) for candidate, amount in view.amounts)
    for candidate, amount in view.amounts:
        own, rival = names[id(candidate)].get(wanted.key, 0.0), strongest(names[id(candidate)], wanted.key)
        if wanted.key != "total" and not own:
            continue
        if not own and not _may_be_a_total(candidate, amount):
            continue
        looks = [0.15 * amount.exact, 0.15 * bool(amount.currency)]
        support = sums.support(amount.value) if wanted.key == "total" else []
        yield Scored(candidate, combined([0.9 * own, *looks, *support]) * against(own, rival))


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


class _Sums:
    """What the amounts of a document say about which of them is the total."""

    def __init__(self, labelled: Iterable[tuple[Decimal, dict[str, float]]]) -> None:
        values: list[Decimal] = []
        self._named: dict[str, set[Decimal]] = {}
        for value, names in labelled:
            values.append(value)
            for key in names:
                self._named.setdefault(key, set()).add(value)
        self._counts = Counter(values)
        self._largest = max(values, default=Decimal(0))

    def support(self, value: Decimal) -> list[float]:
        """Weights: paid less change, a total rounded, net plus tax, seen more than once, the largest of all."""
        return [
            self._paid(value),
            0.5 * self._is_rounded(value),
            0.45 * self._is_net_and_tax(value),
            0.15 * (self._counts[value] > 1),
            0.2 * (value == self._largest),
        ]

    def _paid(self, value: Decimal) -> float:
        """What was paid in cash less the change; without change it may be any amount that was handed over."""
        change = self._named.get("change", {Decimal(0)})
        proofs = [
            0.6 if back else 0.3 for cash in self._named.get("cash", ()) for back in change if cash - back == value
        ]
        return max(proofs, default=0.0)

    def _is_rounded(self, value: Decimal) -> bool:
        steps = {step for found in self._named.get("rounding", ()) for step in (found, -found) if 0 < abs(step) < 1}
        return any(value - step in self._counts for step in steps)

    def _is_net_and_tax(self, value: Decimal) -> bool:
        parts = {part for part in self._counts if 0 < part < value and part != value - part}
        return 2 <= len(parts) <= _MOST_SUMMED and any(value - part in parts for part in parts)


def _fits(amount: Amount, wanted: Wanted) -> float:
    whole = amount.value == amount.value.to_integral_value()
    return 0.0 if wanted.kind is Kind.INTEGER and not whole else 1.0


def _mention(code: str, cell: Cell) -> Candidate:
    """A currency in a cell, placed on its code where that is printed, else on the whole cell."""
    match = re.search(re.escape(code), cell.text)
    return Candidate(code, cell, match.start() if match else 0, match.end() if match else len(cell.text))
