"""Whether what was read agrees with itself."""

from __future__ import annotations

from compound.values.value import Value


class Check(Value):
    """One cross-check of fields against what else the text says."""

    name: str
    """What was checked, as an identifier: `cash_less_change`, `net_and_tax`, `lines_add_up`, `not_in_the_future`."""

    passed: bool

    fields: tuple[str, ...]
    """The fields that it speaks for, or against when it did not pass."""

    detail: str
    """The figures, for people: "50.00 - 41.00 = 9.00"."""
