"""The file of a workflow: an ordinary file of a limited size, and nothing that waits or never ends."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from compound.errors.workflow import InvalidWorkflow
from compound.workflow.limits import LARGEST

_OPTIONS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0) | getattr(os, "O_BINARY", 0)
"""Opening a pipe that nobody writes to does not wait."""


def read_file(path: Path) -> bytes:
    """The bytes of a file. Raises InvalidWorkflow when it is too large, cannot be read, or is a pipe or a device."""
    try:
        with open(os.open(path, _OPTIONS), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise InvalidWorkflow(where=str(path), problem="it is no ordinary file")
            # The size that the system tells may be wrong, as under /proc, where some files also have no data now.
            data = file.read(LARGEST + 1) or b""
    except OSError as error:
        raise InvalidWorkflow(where=str(path), problem=f"it cannot be read: {error.strerror}") from None
    except ValueError as error:  # no name of a file, as one with a null byte
        raise InvalidWorkflow(where=repr(str(path)), problem=f"it cannot be read: {error}") from None
    if len(data) > LARGEST:
        raise InvalidWorkflow(where=str(path), problem=f"it is larger than {LARGEST:,} bytes")
    return data
