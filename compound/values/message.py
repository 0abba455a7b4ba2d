"""A turn of a conversation."""

from __future__ import annotations

from typing import Any, Literal, Self

from compound.values.value import Value

Role = Literal["system", "user", "assistant"]
"""Who speaks: `system` is what the model is told before the conversation, `assistant` is the model."""


class Message(Value):
    """What one side said; `str(message)` is its content."""

    role: Role
    content: str

    def __str__(self) -> str:
        return self.content

    @classmethod
    def __compound_convert__(cls, value: Any) -> Self:
        """A user's `Message` out of a string; raises TypeError for anything else."""
        if isinstance(value, cls):
            return value
        if isinstance(value, str):
            return cls(role="user", content=value)
        raise TypeError(f"cannot make a {cls.__name__} out of {type(value).__name__}")
