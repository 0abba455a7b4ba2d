"""Reading an encoded image into memory, within its limit."""

from __future__ import annotations

import os
from os import PathLike
from typing import BinaryIO

from compound.errors.values import ImageTooLarge, UnreadableImage
from compound.values.formats import ACCEPTED
from compound.values.limits import Limits


def read(source: str | PathLike[str] | bytes | BinaryIO, limits: Limits) -> tuple[str, bytes]:
    """What to call `source` in messages, and its bytes.

    Raises `ImageTooLarge` beyond `limits.bytes`, of which no more is read, and `UnreadableImage` for a file that is
    missing, empty, or open as text.
    """
    name, data = _contents(source, limits)
    if len(data) > limits.bytes:
        raise ImageTooLarge(source=name, what="bytes", found=len(data), allowed=limits.bytes)
    if not data:
        raise UnreadableImage(source=name, reason="it is empty", accepted=ACCEPTED)
    return name, data


def _contents(source: str | PathLike[str] | bytes | BinaryIO, limits: Limits) -> tuple[str, bytes]:
    if isinstance(source, bytes):
        return f"{len(source):,} bytes in memory", source
    if isinstance(source, str | PathLike):
        return os.fsdecode(source), _read_path(os.fsdecode(source), limits)
    name = str(getattr(source, "name", "an open file"))
    data = source.read(limits.bytes + 1)
    if not isinstance(data, bytes):
        raise UnreadableImage(source=name, reason="it is not open in binary mode (mode 'rb')", accepted=ACCEPTED)
    return name, data


def _read_path(path: str, limits: Limits) -> bytes:
    try:
        with open(path, "rb") as file:
            size = os.fstat(file.fileno()).st_size
            if size > limits.bytes:
                raise ImageTooLarge(source=path, what="bytes", found=size, allowed=limits.bytes)
            # A pipe or a growing file says too little of its size.
            return file.read(limits.bytes + 1)
    except OSError as error:
        raise UnreadableImage(source=path, reason=error.strerror or str(error), accepted=ACCEPTED) from error
