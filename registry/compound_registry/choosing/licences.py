"""What licences of weights allow, as far as a choice asks.

Classes of SPDX identifiers, after the categories of the ScanCode LicenseDB. A licence that is in neither class meets
only needs that name it.
"""

from __future__ import annotations

PERMISSIVE = frozenset({
    "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC-BY-4.0", "CC0-1.0", "CDLA-Permissive-2.0", "ISC", "MIT",
    "Unlicense",
})  # fmt: skip
COPYLEFT = frozenset({"AGPL-3.0-only", "CC-BY-SA-4.0", "GPL-2.0-only", "GPL-3.0-only", "LGPL-3.0-only", "MPL-2.0"})

CLASSES = {"permissive": PERMISSIVE, "open": PERMISSIVE | COPYLEFT}


def allows(licence: str, wanted: tuple[str, ...]) -> bool:
    """Whether a licence is one of those wanted, by identifier or by class."""
    return any(licence == name or licence in CLASSES.get(name, ()) for name in wanted)
