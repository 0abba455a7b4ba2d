"""Line items as the list that a schema asks for."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import fmean

from compound_nodes.extraction.evidence import Candidate, Scored
from compound_nodes.extraction.line_items import LineItem, find_line_items
from compound_nodes.extraction.schema import Wanted, columns_of, item_model
from compound_nodes.extraction.view import View

_PRICED, _BARE = 0.9, 0.65
"""Confidence of an item whose quantity and price come to its amount, and of one that has its amount alone."""


def find_items(view: View, wanted: Wanted) -> Iterator[Scored]:
    """All items as one candidate: a list of mappings with the fields of the schema's item."""
    model, items = item_model(wanted.info), find_line_items(view)
    if model is None or not items:
        return
    columns = columns_of(model)
    rows = [{name: getattr(item, part) for name, part in columns.items()} for item in items]
    first, *rest = [cell for item in items for cell in item.cells]
    confidence = fmean(_confidence(item) for item in items)
    yield Scored(Candidate(rows, first, 0, len(first.text), tuple(rest)), confidence)


def _confidence(item: LineItem) -> float:
    return (_PRICED if item.agrees else _BARE) * (1.0 if item.description else 0.6)
