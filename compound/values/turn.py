"""A turn of a conversation that is not held in text alone."""

from __future__ import annotations

from typing import Annotated, Any, Self

from pydantic import Field

from compound.values.audio import Audio
from compound.values.image import Image
from compound.values.message import Role
from compound.values.value import Value


class Turn(Value):
    """What one side said, showed and played; `str(turn)` is the text of it."""

    role: Role

    parts: Annotated[tuple[str | Image | Audio, ...], Field(min_length=1)]
    """In the order in which they are to be taken in."""

    def __str__(self) -> str:
        return "\n".join(part for part in self.parts if isinstance(part, str))

    @classmethod
    def __compound_convert__(cls, value: Any) -> Self:
        """A user's `Turn` out of a string, an `Image` or an `Audio`; raises TypeError for anything else."""
        if isinstance(value, cls):
            return value
        if isinstance(value, str | Image | Audio):
            return cls(role="user", parts=(value,))
        raise TypeError(f"cannot make a {cls.__name__} out of {type(value).__name__}")
