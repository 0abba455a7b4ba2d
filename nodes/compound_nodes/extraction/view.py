"""A document as the finders see it: its layout, the labels in each cell, and what stands beside each candidate."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from functools import cached_property

from compound_nodes.extraction.amounts import CODES, Amount, find_amounts
from compound_nodes.extraction.dates import FoundDate, find_dates, is_month_first
from compound_nodes.extraction.evidence import Candidate
from compound_nodes.extraction.labels import LabelIndex, Named, words_of
from compound_nodes.extraction.language import AUTO, Language
from compound_nodes.extraction.layout import Cell, Layout
from compound_nodes.extraction.lexicon import Kind, concepts
from compound_nodes.extraction.titles import is_title

BESIDE = 0.95
"""What a label to the left, in a cell of its own, is worth against one right before the value."""

ABOVE = 0.8
"""What a label above the value is worth."""

PER_WORD = 0.75
"""What each word between a label and its value takes off."""

PER_CELL = 0.93
"""What each cell of numbers between a label and its value takes off."""

_SPEAKS_OF_CURRENCY = re.compile(r"[\W\d]*[^\W\d]{0,3}[\W\d]*$")


class View:
    """One document, read for one schema's labels."""

    def __init__(self, layout: Layout, index: LabelIndex, language: Language = AUTO) -> None:
        self.layout = layout
        self.language = language
        self._index = index
        self._named: dict[Cell, list[Named]] = {}
        self._dates: dict[Cell, list[FoundDate]] = {}

    def naming(self, phrase: str, key: str, strength: float) -> View:
        """The same document, in which a phrase is a label of this."""
        return View(self.layout, self._index.naming(phrase, key, strength), self.language)

    def names_a_field(self, label: str) -> bool:
        """Whether the label is one that the schema itself gives a field."""
        return any(named.key not in concepts() for named in self._index.find(label))

    def named(self, cell: Cell) -> list[Named]:
        """The labels in a cell, in order."""
        if cell not in self._named:
            self._named[cell] = self._index.find(cell.text)
        return self._named[cell]

    @cached_property
    def month_first(self) -> bool:
        return is_month_first(self.layout.content, self.language.month_first)

    @cached_property
    def amounts(self) -> list[tuple[Candidate, Amount]]:
        """Numbers that may be amounts, those inside dates left out."""
        return [
            (Candidate(amount.value, cell, amount.start, amount.end), amount)
            for cell in self.layout.cells
            for amount in find_amounts(cell.text, self.language.decimal_mark)
            if not any(found.start < amount.end and amount.start < found.end for found in self.dates_in(cell))
        ]

    @cached_property
    def dates(self) -> list[tuple[Candidate, FoundDate]]:
        return [
            (Candidate(found.value, cell, found.start, found.end), found)
            for cell in self.layout.cells
            for found in self.dates_in(cell)
        ]

    def names_of(self, candidate: Candidate, kinds: Set[Kind]) -> dict[str, float]:
        """What the labels by a candidate name, with strengths 0 to 1; labels of other kinds are passed over.

        A label before the value in its cell is taken first, then one to the left on its row, then one above.
        """
        for names in (self._before(candidate, kinds), self._beside(candidate, kinds), self._over(candidate, kinds)):
            if names:
                return names
        return {}

    def dates_in(self, cell: Cell) -> list[FoundDate]:
        """The dates in a cell, in order."""
        if cell not in self._dates:
            self._dates[cell] = find_dates(cell.text, month_first=self.month_first)
        return self._dates[cell]

    def _before(self, candidate: Candidate, kinds: Set[Kind]) -> dict[str, float]:
        named = [label for label in self._fitting(candidate.cell, kinds) if label.end <= candidate.start]
        if not named:
            return {}
        between = candidate.cell.text[named[-1].end : candidate.start]
        return {
            named[-1].key: named[-1].strength * PER_WORD ** _distance(between, numbers_count=Kind.AMOUNT not in kinds)
        }

    def _beside(self, candidate: Candidate, kinds: Set[Kind]) -> dict[str, float]:
        for skipped, cell in enumerate(self.layout.to_the_left(candidate.cell)):
            if named := list(self._fitting(cell, kinds)):
                loss = PER_CELL**skipped * PER_WORD ** _distance(cell.text[named[-1].end :], numbers_count=False)
                return {named[-1].key: named[-1].strength * BESIDE * loss}
            if not _SPEAKS_OF_CURRENCY.match(cell.text):
                return {}
        return {}

    def _over(self, candidate: Candidate, kinds: Set[Kind]) -> dict[str, float]:
        tokens = candidate.cell.tokens_at(candidate.start, candidate.end)
        for cell in self.layout.above(candidate.cell)[:2]:
            if re.search(r"\d(?!\d*[.,]?\d*\s?%)", cell.text):
                return {}
            for label in self._fitting(cell, kinds):
                heading = cell.tokens_at(label.start, label.end)
                if min(heading[-1].right, tokens[-1].right) > max(heading[0].left, tokens[0].left):
                    return {label.key: label.strength * ABOVE}
        return {}

    def _fitting(self, cell: Cell, kinds: Set[Kind]) -> Iterator[Named]:
        known = concepts()
        return (label for label in self.named(cell) if label.key not in known or known[label.key].kind in kinds)

    def belongs_to(self, key: str, cell: Cell) -> bool:
        """Whether the nearest label of a party (issuer, customer), in the cell, beside it or above it, is this one."""
        column: Iterable[Cell] = (cell, *self.layout.to_the_left(cell)[:1], *self._column_over(cell))
        parties = (
            label.key for other in column if not is_title(other.text) for label in self.named(other) if _is_party(label)
        )
        return next(parties, None) == key

    def _column_over(self, cell: Cell) -> Iterator[Cell]:
        """The cells above a cell, nearest first, as far as they follow without a gap and at most four."""
        for _ in range(4):
            over = self.layout.above(cell)
            if not over or cell.top - over[0].bottom > 0.9 * cell.height:
                return
            cell = over[0]
            yield cell


def _distance(between: str, *, numbers_count: bool) -> int:
    """Words between a label and its value; a currency is none, and before amounts neither is a number."""
    words = words_of(between)
    return sum(
        word.text.upper() not in CODES | {"RM", "RS"} and (numbers_count or not word.text.isdigit()) for word in words
    )


def _is_party(label: Named) -> bool:
    known = concepts().get(label.key)
    return known is not None and known.kind in (Kind.ISSUER, Kind.ORGANISATION)
