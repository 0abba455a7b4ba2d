"""Postal addresses: lines that look like one, gathered into blocks."""

from __future__ import annotations

from collections.abc import Iterator

from compound_nodes.extraction.address_lines import address_part, has_postcode, looks_like_address, may_be_a_street
from compound_nodes.extraction.evidence import Candidate, Scored, combined
from compound_nodes.extraction.layout import Cell
from compound_nodes.extraction.organisations import find_issuer
from compound_nodes.extraction.schema import Wanted
from compound_nodes.extraction.view import View

_MOST_LINES = 5


def find_address(view: View, wanted: Wanted) -> Iterator[Scored]:
    """Blocks of address lines, with their confidence of being the issuer's."""
    issuers = sorted(find_issuer(view, wanted), key=lambda scored: -scored.confidence)[:1]
    names = [scored.candidate.cell for scored in issuers]
    for block in _blocks(view):
        first = block[0]
        near = any(name.page == first.page and 0 <= first.line - name.line <= 3 for name in names)
        theirs = 0.3 if view.belongs_to("customer", first) else 1.0
        text = " ".join(cell.text for cell in block)
        weights = [0.25, 0.45 * near, 0.2 * (first.page == 1 and first.line < 8), 0.3 * has_postcode(text)]
        yield Scored(_joined(block), combined(weights) * theirs)


def _blocks(view: View) -> Iterator[list[Cell]]:
    used: set[Cell] = set()
    for cell in view.layout.cells:
        if cell in used or not looks_like_address(cell.text):
            continue
        block = [*_street_over(view, cell), cell]
        while len(block) < _MOST_LINES and (below := _continuation(view, block[-1])):
            block.append(below)
        used.update(block)
        yield block


def _street_over(view: View, cell: Cell) -> list[Cell]:
    """The line above one with a postcode, when it can be the street that goes with it."""
    above = view.layout.above(cell)[:1] if has_postcode(cell.text) else []
    return [other for other in above if cell.top - other.bottom < 1.2 * cell.height and may_be_a_street(other.text)]


def _continuation(view: View, cell: Cell) -> Cell | None:
    for other in view.layout.below(cell)[:1]:
        close = other.top - cell.bottom < 1.2 * cell.height
        if close and (looks_like_address(other.text) or (cell.text.endswith(",") and not view.named(other))):
            return other
    return None


def _joined(block: list[Cell]) -> Candidate:
    lines = [address_part(cell.text) for cell in block]
    return Candidate(", ".join(line for line in lines if line), block[0], 0, len(block[0].text), tuple(block[1:]))
