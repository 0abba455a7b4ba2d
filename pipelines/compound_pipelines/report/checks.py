"""Cross-checks of a document's fields, as a report shows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from compound.values import Check
from compound_pipelines.report.wording import words


class Checked(NamedTuple):
    """A field that a check speaks for or against."""

    label: str
    row: str | None
    """The anchor of its row in the table, when it has one."""


class CheckRow(NamedTuple):
    """A check in the list."""

    anchor: str
    label: str
    passed: bool
    detail: str
    fields: tuple[Checked, ...]

    @property
    def outcome(self) -> str:
        return "passed" if self.passed else "did not pass"

    @property
    def effect(self) -> str:
        """What it did to the confidence of its fields."""
        return "raised" if self.passed else "lowered"

    def concerns(self, row: str) -> bool:
        return any(field.row == row for field in self.fields)


def check_rows(checks: Iterable[Check], section: str, rows: Mapping[str, str]) -> list[CheckRow]:
    """The checks in their order; `rows` are the anchors of the fields' rows by the fields' names."""
    return [
        CheckRow(
            anchor=f"{section}-check-{index}",
            label=words(check.name),
            passed=check.passed,
            detail=check.detail,
            fields=tuple(Checked(words(name), rows.get(name)) for name in check.fields),
        )
        for index, check in enumerate(checks, 1)
    ]
