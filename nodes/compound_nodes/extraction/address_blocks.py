"""Lines that make up one postal address."""

from __future__ import annotations

import re
from collections.abc import Iterator

from compound_nodes.extraction.address_lines import (
    continues_address,
    ends_with_its_postcode,
    has_postcode,
    looks_like_address,
    may_be_a_street,
    speaks_of_other_things,
)
from compound_nodes.extraction.labels import STRONG
from compound_nodes.extraction.layout import Cell
from compound_nodes.extraction.legal_forms import legal_names
from compound_nodes.extraction.titles import is_title
from compound_nodes.extraction.trades import names_a_trade
from compound_nodes.extraction.view import View

MOST_LINES = 6

CLOSE = 1.3
"""Heights of a line; lines of one address are no further apart."""


def address_blocks(view: View) -> Iterator[list[Cell]]:
    """Cells of each address, in the order of the document."""
    used: set[Cell] = set()
    for cell in view.layout.cells:
        if cell in used or not looks_like_address(cell.text):
            continue
        block = [cell]
        while len(block) < MOST_LINES and (over := _over(view, block)):
            block.insert(0, over)
        while len(block) < MOST_LINES and (more := _continuation(view, block)):
            block += more
        used.update(block)
        yield block


def _over(view: View, block: list[Cell]) -> Cell | None:
    """The line above, when it can be a street that goes with a postcode, or the building or quarter that it is in."""
    first = block[0]
    for other in view.layout.above(first)[:1]:
        close = first.top - other.bottom < CLOSE * first.height
        street = may_be_a_street(other.text) and any(has_postcode(cell.text) for cell in block)
        if close and not speaks_of_other_things(other.text) and (street or _names_a_place(view, other)):
            return other
    return None


def _names_a_place(view: View, cell: Cell) -> bool:
    text = cell.text
    plain = not (_has_a_label(view, cell) or is_title(text) or any(legal_names(text)))
    numbered = bool(re.search(r"[\d,]", text))
    return plain and (text.endswith(",") or (continues_address(text) and (numbered or not names_a_trade(text))))


def _has_a_label(view: View, cell: Cell) -> bool:
    return any(label.strength == STRONG for label in view.named(cell))


def _continuation(view: View, block: list[Cell]) -> list[Cell]:
    """The lines below that belong to it: one, or two where only the second looks like an address."""
    below = _next(view, block[-1])
    if below is None:
        return []
    complete = any(ends_with_its_postcode(cell.text) for cell in block)
    if continues_address(below.text) and not (complete and has_postcode(below.text)):
        return [below]
    if _has_a_label(view, below) or not re.search(r"[^\W\d_]{2}", below.text):
        return []
    if block[-1].text.endswith(",") or below.text.endswith(","):
        return [below]
    beyond = _next(view, below)
    bridged = beyond and not complete and looks_like_address(beyond.text) and has_postcode(beyond.text)
    return [below, beyond] if beyond and bridged else []


def _next(view: View, cell: Cell) -> Cell | None:
    """The line close below, unless it speaks of other things."""
    for other in view.layout.below(cell)[:1]:
        close = other.top - cell.bottom < CLOSE * cell.height
        if close and not (speaks_of_other_things(other.text) or is_title(other.text) or view.dates_in(other)):
            return other
    return None
