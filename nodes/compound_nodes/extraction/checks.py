"""Cross-checks: whether the fields agree with each other and with the rest of the text.

A check is made when the text has what it needs, and then either passes or not. One that passes makes its fields
surer, as another piece of evidence; one that does not makes them less sure, but a little only: what was read wrongly
may be the amount that a field was checked against.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from compound.values import Check
from compound_nodes.extraction.evidence import Scored, combined
from compound_nodes.extraction.ledger import Ledger
from compound_nodes.extraction.line_items import find_line_items, sum_of
from compound_nodes.extraction.schema import Wanted
from compound_nodes.extraction.view import View

PASSED = 0.3
"""Weight of a check that passes."""

FAILED = 0.85
"""Factor for one that does not."""


def checks_of(view: View, fields: Iterable[Wanted], found: Mapping[str, Scored]) -> tuple[Check, ...]:
    """All checks that the text allows for what was found."""
    by_key = {wanted.key: wanted.name for wanted in fields if wanted.name in found}
    made: list[Check] = []
    if name := by_key.get("total"):
        made += _of_total(view, name, found[name].candidate.value)
    if name := by_key.get("date"):
        made.append(_not_in_the_future(name, found[name].candidate.value))
    return tuple(made)


def weighed(found: Mapping[str, Scored], checks: Iterable[Check]) -> dict[str, Scored]:
    """What was found, with its confidence raised or lowered by the checks."""
    result = dict(found)
    for check in checks:
        for name in check.fields:
            sure = result[name].confidence
            result[name] = replace(result[name], confidence=combined([sure, PASSED]) if check.passed else sure * FAILED)
    return result


def _of_total(view: View, name: str, total: Decimal) -> Iterator[Check]:
    ledger = Ledger.of(view)
    for check in (_cash_less_change(ledger, total), _net_and_tax(ledger, total), _lines_add_up(view, ledger, total)):
        if check:
            passed, kind, detail = check
            yield Check(name=kind, passed=passed, fields=(name,), detail=detail)


Outcome = tuple[bool, str, str] | None


def _cash_less_change(ledger: Ledger, total: Decimal) -> Outcome:
    if not (ledger.amounts("cash") and ledger.amounts("change")):
        return None
    paid = ledger.paid_for(total)
    cash, change = paid or next(ledger.payments())
    return bool(paid), "cash_less_change", _compared(f"{cash} - {change}", cash - change, total)


def _net_and_tax(ledger: Ledger, total: Decimal) -> Outcome:
    if not (ledger.amounts("subtotal") and ledger.amounts("tax")):
        return None
    fitting = ledger.sum_for(total)
    if fitting is None:
        net, tax = ledger.amounts("subtotal")[0], ledger.amounts("tax")[0]
        return False, "net_and_tax", _compared(f"{net} + {tax}", net + tax, total)
    parts = " + ".join(str(part) for part in (fitting.net, *(part for _, part in fitting.added)))
    return True, "net_and_tax", _compared(parts, total, total)


def _lines_add_up(view: View, ledger: Ledger, total: Decimal) -> Outcome:
    items = find_line_items(view)
    if len(items) < 2:
        return None
    lines = sum_of(items)
    expected = [total, *ledger.amounts("subtotal"), *ledger.amounts("total")]
    passed = lines in expected
    if not passed and lines / 2 in expected:
        return None  # a summary and its detail: each amount stands twice, and nothing can be said
    return passed, "lines_add_up", _compared(f"{len(items)} lines", lines, lines if passed else total)


def _compared(parts: str, value: Decimal, total: Decimal) -> str:
    return f"{parts} = {value}" + ("" if value == total else f", not {total}")


def _not_in_the_future(name: str, value: Any) -> Check:
    day: date = value
    passed = day <= date.today() + timedelta(days=1)
    return Check(name="not_in_the_future", passed=passed, fields=(name,), detail=day.isoformat())
