"""Embeddings: what a model makes of a text or an image, as a vector."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from compound.values.sealed import Sealed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from pydantic import GetJsonSchemaHandler
    from pydantic_core import CoreSchema


class Embedding(Sealed):
    """A vector, and the model whose space it lies in; it cannot change."""

    __slots__ = ("_model",)

    _array: NDArray[np.float32]
    _model: str

    def __init__(self, array: NDArray[np.float32], model: str) -> None:
        """An embedding of a finite float32 vector of any length from 1, copied so that later changes do not reach it.

        Raises `UnsuitableArray` for another dtype or shape, or for numbers that are not finite.
        """
        from compound.values.pixels import embedding_numbers

        self._fill(_array=embedding_numbers(array), _model=model)

    @property
    def array(self) -> NDArray[np.float32]:
        """float32, one dimension. Read-only for good."""
        return self._array

    @property
    def model(self) -> str:
        """The name of the model; only embeddings of the same model can be compared."""
        return self._model

    def cosine(self, other: Embedding) -> float:
        """The cosine of the angle between both, -1 to 1, and 0 when either is all zeros.

        Raises `EmbeddingMismatch` when the models or lengths differ.
        """
        import numpy as np

        from compound.errors.values import EmbeddingMismatch

        if self._model != other.model or len(self._array) != len(other.array):
            raise EmbeddingMismatch(models=(self._model, other.model), lengths=(len(self._array), len(other.array)))
        mine, theirs = self._array.astype(np.float64), other.array.astype(np.float64)
        norms = float(np.linalg.norm(mine) * np.linalg.norm(theirs))
        return max(-1.0, min(1.0, float(mine @ theirs) / norms)) if norms else 0.0

    def __repr__(self) -> str:
        return f"Embedding({len(self._array)} of {self._model})"

    def __reduce__(self) -> tuple[Any, ...]:
        return _revive, (type(self), self._array.tobytes(), self._model)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        from compound.values.reference import DIGEST, PIXELS, reference_schema

        return reference_schema("Embedding", {"embedding": DIGEST, "length": PIXELS, "model": {"type": "string"}})

    def _identity(self) -> tuple[Any, ...]:
        return "embedding", self._array, self._model

    def _reference(self) -> dict[str, Any]:
        return {"embedding": self.digest, "length": len(self._array), "model": self._model}


def _revive(cls: type[Embedding], numbers: bytes, model: str) -> Embedding:
    import numpy as np

    from compound.values.arrays import over

    return cls(over(numbers, np.dtype(np.float32), (-1,)), model)
