"""How much memory models may take in this process."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from compound.errors.models import BadBudget

VARIABLE = "COMPOUND_MODEL_MEMORY"

SHARE = 0.75
"""Of the machine's memory. The rest is for the system, for the libraries (torch alone takes about 0.3 GB) and for what
models compute."""

UNKNOWN = 8 * 2**30
"""Bytes that a machine is taken to have which does not tell."""

_CGROUPS = Path("/sys/fs/cgroup")
_OWN_CGROUP = Path("/proc/self/cgroup")


def default_budget() -> int:
    """Bytes: `COMPOUND_MODEL_MEMORY` if it is set, else a share of the memory of the machine or its container.

    Raises:
        BadBudget: when the variable is no size.
    """
    told = os.environ.get(VARIABLE)
    return parsed(told) if told else int(SHARE * memory())


def parsed(size: int | str) -> int:
    """Bytes of a number or of a text as `4GiB` or `512 MB`. Raises BadBudget."""
    from pydantic import ByteSize, TypeAdapter, ValidationError

    try:
        return int(TypeAdapter(ByteSize).validate_python(size))
    except ValidationError:
        raise BadBudget(given=str(size)) from None


def memory() -> int:
    """Bytes that this process may use: those of the machine, or fewer if a control group limits it."""
    return min((_physical(), *_limits()))


def _physical() -> int:
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, OSError, ValueError):  # Windows
        return UNKNOWN


def _limits() -> Iterator[int]:
    """Limits of the control groups of this process and those around them, of version 2 (`memory.max`) or 1."""
    for folder in _folders():
        for name in ("memory.max", "memory.limit_in_bytes"):
            with suppress(OSError, ValueError):  # there is none, or it says `max`
                yield int((folder / name).read_text())


def _folders() -> Iterator[Path]:
    yield _CGROUPS
    yield _CGROUPS / "memory"
    with suppress(OSError):
        for line in _OWN_CGROUP.read_text().splitlines():
            _, controllers, path = line.split(":", 2)
            root = _CGROUPS / "memory" if "memory" in controllers.split(",") else _CGROUPS
            inner = root / path.strip("/")
            yield from (folder for folder in (inner, *inner.parents) if folder.is_relative_to(root))
