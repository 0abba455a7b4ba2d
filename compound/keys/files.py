"""Keys of values that name files: of what lies there, too."""

from __future__ import annotations

import os
from pathlib import Path
from stat import S_ISREG
from typing import Any

from blake3 import blake3

from compound.keys.value import key_of

_BLOCK = 1 << 20


def key_of_files(value: Any) -> str | None:
    """The key of a value that may name a file, over its name and the bytes that lie there now.

    A path, or a text that names a file, a list or a tuple of such; any other value has the key that `key_of` gives,
    which raises what it raises. None where a path leads to no file that can be read: nothing rests on its bytes.
    """
    if isinstance(value, list | tuple):
        parts = [key_of_files(part) for part in value]
        return None if None in parts else key_of((type(value).__name__, *parts))
    if isinstance(value, Path) or (isinstance(value, str) and _is_file(value)):
        content = _digest_of(value)
        return None if content is None else key_of((value, content))
    return key_of(value)


def _digest_of(path: Path | str) -> str | None:
    """blake3 of a regular file; one that is no file, as a pipe, is not opened."""
    if not _is_file(path):
        return None
    digest = blake3()
    try:
        with open(path, "rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
    except OSError:
        return None
    return digest.hexdigest()


def _is_file(path: Path | str) -> bool:
    try:
        return S_ISREG(os.stat(path).st_mode)
    except (OSError, ValueError):  # not there; or no path at all, as a text with NUL
        return False
