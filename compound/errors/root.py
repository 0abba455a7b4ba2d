"""The class above all of compound's errors."""

from __future__ import annotations

from typing import Any


class CompoundError(Exception):
    """Raised when compound refuses or fails; every other error of the package derives from it.

    Subclasses take keyword-only fields, keep them as attributes, and build their message from them. They survive
    pickling, since a node may fail in another process.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message

    def __reduce__(self) -> tuple[Any, ...]:
        return _revive, (type(self), self.args, self.__dict__)


def _revive(cls: type[CompoundError], args: tuple[Any, ...], state: dict[str, Any]) -> CompoundError:
    error = cls.__new__(cls, *args)
    error.args = args
    error.__dict__.update(state)
    return error
