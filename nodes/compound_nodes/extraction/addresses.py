"""Choosing the postal address that a field asks for."""

from __future__ import annotations

from collections.abc import Iterator

from compound_nodes.extraction.address_blocks import address_blocks
from compound_nodes.extraction.address_lines import address_part, has_postcode
from compound_nodes.extraction.evidence import Candidate, Scored, combined
from compound_nodes.extraction.layout import Cell
from compound_nodes.extraction.organisations import find_issuer
from compound_nodes.extraction.schema import Wanted
from compound_nodes.extraction.view import View


def find_address(view: View, wanted: Wanted) -> Iterator[Scored]:
    """Blocks of address lines, with their confidence of being the issuer's."""
    issuers = sorted(find_issuer(view, wanted), key=lambda scored: -scored.confidence)[:1]
    names = [scored.candidate.cell for scored in issuers]
    for order, block in enumerate(address_blocks(view)):
        first = block[0]
        near = any(name.page == first.page and 0 <= first.line - name.line <= 4 for name in names)
        theirs = 0.3 if view.belongs_to("customer", first) else 1.0
        text = " ".join(cell.text for cell in block)
        at_the_top = 0.2 * (first.page == 1 and first.line < 8)
        weights = [0.25, 0.45 * near, at_the_top, 0.3 * has_postcode(text), 0.1 * (order == 0), 0.1 * (len(block) > 1)]
        yield Scored(_joined(block), combined(weights) * theirs)


def _joined(block: list[Cell]) -> Candidate:
    lines = [address_part(cell.text) for cell in block]
    return Candidate(", ".join(line for line in lines if line), block[0], 0, len(block[0].text), tuple(block[1:]))
