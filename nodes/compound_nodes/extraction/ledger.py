"""What the labelled amounts of a document say about one another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from decimal import Decimal
from itertools import product
from typing import NamedTuple

from compound_nodes.extraction.evidence import Candidate
from compound_nodes.extraction.lexicon import Kind
from compound_nodes.extraction.view import View

NUMERIC = frozenset({Kind.AMOUNT, Kind.INTEGER})

MOST_SUMMED = 40
"""Different amounts that are tried as parts of a sum; a longer list has sums by chance."""

_FEW = 8
"""Different amounts with one label that are tried together with those of others."""

LARGEST_ROUNDING = Decimal("0.5")
"""Nowhere are payments in cash rounded by more than half a unit of a currency that has cents."""

_COIN = Decimal("0.05")
"""The smallest coin where payments in cash are rounded."""


class Payment(NamedTuple):
    """Money handed over and handed back."""

    cash: Decimal
    change: Decimal


class Sum(NamedTuple):
    """Parts that make up a total: the amount before tax, and what comes on top of it, each with its concept."""

    net: Decimal
    added: tuple[tuple[str, Decimal], ...]


class Ledger:
    """The amounts of a document by what their labels name."""

    def __init__(self, entries: list[tuple[Candidate, Decimal, dict[str, float]]]) -> None:
        self._names = {id(candidate): names for candidate, _, names in entries}
        self._counts = Counter(value for _, value, _ in entries)
        self._named: dict[str, list[Decimal]] = {}
        for _, value, names in entries:
            for key in names:
                self._named.setdefault(key, []).append(value)
        self.largest = max(self._counts, default=Decimal(0))

    @classmethod
    def of(cls, view: View) -> Ledger:
        return cls([(candidate, amount.value, view.names_of(candidate, NUMERIC)) for candidate, amount in view.amounts])

    def names(self, candidate: Candidate) -> dict[str, float]:
        """What the labels by an amount of the view name, with their strengths."""
        return self._names[id(candidate)]

    def amounts(self, key: str) -> list[Decimal]:
        """The amounts that a label of this concept stands by, in the order of the document."""
        return self._named.get(key, [])

    def times_seen(self, value: Decimal) -> int:
        return self._counts[value]

    def payments(self) -> Iterator[Payment]:
        """Every cash with every change, and with none where no change is printed."""
        yield from map(Payment._make, product(self._few("cash"), self._few("change") or [Decimal(0)]))

    def paid_for(self, value: Decimal) -> Payment | None:
        """The payment in cash that comes to this amount; one with change where there is one."""
        fitting = [payment for payment in self.payments() if payment.cash - payment.change == value]
        return max(fitting, key=lambda payment: payment.change, default=None)

    def sums(self) -> Iterator[Sum]:
        """Every subtotal with the tax, service and rounding that are printed, each on top of it or in it already."""
        added = [[Decimal(0), *self._few(key)] for key in ("tax", "service")]
        for net, tax, service, rounding in product(self._few("subtotal"), *added, [Decimal(0), *self._roundings()]):
            parts = (("tax", tax), ("service", service), ("rounding", rounding))
            yield Sum(net, tuple((key, part) for key, part in parts if part))

    def sum_for(self, value: Decimal) -> Sum | None:
        """A subtotal and what was added that come to this amount."""
        return next((one for one in self.sums() if one.net + sum(part for _, part in one.added) == value), None)

    def is_rounded(self, value: Decimal) -> bool:
        """Whether another amount and a printed rounding come to this one."""
        return any(value - step in self._counts for step in self._roundings())

    def is_rounded_further(self, value: Decimal) -> bool:
        """Whether this amount and a printed rounding come to another one that is labelled as a total and is rounder."""
        totals = self.amounts("total")
        return value % _COIN != 0 and any(
            value + step in totals and (value + step) % _COIN == 0 for step in self._roundings()
        )

    def is_net_and_tax(self, value: Decimal) -> bool:
        """Whether two other amounts, printed or not as what they are, come to this one."""
        parts = {part for part in self._counts if 0 < part < value and part != value - part}
        return 2 <= len(parts) <= MOST_SUMMED and any(value - part in parts for part in parts)

    def _few(self, key: str) -> list[Decimal]:
        """The different amounts with this label, as many as one receipt has; long documents have hundreds."""
        return list(dict.fromkeys(self.amounts(key)))[:_FEW]

    def _roundings(self) -> list[Decimal]:
        """Printed roundings; the sign is taken either way where none is printed, since it often gets lost."""
        steps = [step for step in self._few("rounding") if 0 < abs(step) <= LARGEST_ROUNDING]
        return [signed for step in steps for signed in ((step, -step) if step > 0 else (step,))]
