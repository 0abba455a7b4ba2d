"""What values that hold an array have in common: they cannot change, and their digest is who they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema


class Sealed:
    """An array and what it means, equal to another of the same type by digest.

    A pydantic field of such a type takes instances, and writes a reference (the digest, and what describes the
    value) to JSON; `compound.values.codec` keeps the array as well.
    """

    __slots__ = ("__weakref__", "_array", "_digest")

    _digest: str

    @property
    def digest(self) -> str:
        """blake3, in hex (64 digits), over the array and what it means. Computed when first asked for, then kept."""
        try:
            return self._digest
        except AttributeError:
            from compound.values.arrays import digest

            self._fill(_digest=digest(*self._identity()))
            return self._digest

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self is other or self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} values cannot be changed, so {name} cannot be set")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} values cannot be changed, so {name} cannot be deleted")

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        from compound.values.reference import by_reference

        return by_reference(cls, cls._reference)

    def _fill(self, **slots: object) -> None:
        """Set slots, in the constructor or for what is computed once."""
        for name, value in slots.items():
            object.__setattr__(self, name, value)

    def _identity(self) -> tuple[Any, ...]:
        """The arguments of `arrays.digest`: kind, array, and text that tells apart equal arrays of other meaning."""
        raise NotImplementedError

    def _reference(self) -> dict[str, Any]:
        """What stands for the value in JSON."""
        raise NotImplementedError
