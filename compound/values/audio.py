"""Audio: sound as samples."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from compound.values.sealed import Sealed

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray
    from pydantic import GetJsonSchemaHandler
    from pydantic_core import CoreSchema


class Audio(Sealed):
    """Sound as samples of one or more channels, taken `rate` times a second; it cannot change."""

    __slots__ = ("_rate",)

    _array: NDArray[np.float32]
    _rate: int

    def __init__(self, array: NDArray[np.float32], rate: int) -> None:
        """Audio of a finite float32 array of samples (mono) or samples×channels, copied so that later changes do not
        reach it; full scale is -1 to 1, and samples beyond it are kept. `rate` is in Hz.

        Raises `UnsuitableArray` for another dtype or shape, for no samples, for numbers that are not finite, or for
        a rate below 1.
        """
        from compound.values.measured import audio_samples

        self._fill(_array=audio_samples(array, rate), _rate=rate)

    @property
    def array(self) -> NDArray[np.float32]:
        """float32, samples×channels, full scale -1 to 1. Read-only for good."""
        return self._array

    @property
    def rate(self) -> int:
        """Samples a second in each channel, in Hz."""
        return self._rate

    @property
    def channels(self) -> int:
        """How many channels it has: 1 is mono, 2 is stereo with the left one first."""
        return int(self._array.shape[1])

    @property
    def seconds(self) -> float:
        """How long it lasts."""
        return len(self._array) / self._rate

    def __repr__(self) -> str:
        return f"Audio({self.seconds:g} s, {self.channels}×{self._rate} Hz)"

    def __reduce__(self) -> tuple[Any, ...]:
        return _revive, (type(self), self._array.tobytes(), self.channels, self._rate)

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        from compound.values.reference import DIGEST, reference_schema

        count = {"type": "integer", "minimum": 1}
        return reference_schema("Audio", {"audio": DIGEST, "samples": count, "channels": count, "rate": count})

    def _identity(self) -> tuple[Any, ...]:
        return "audio", self._array, str(self._rate)

    def _reference(self) -> dict[str, Any]:
        samples, channels = self._array.shape
        return {"audio": self.digest, "samples": samples, "channels": channels, "rate": self._rate}


def _revive(cls: type[Audio], samples: bytes, channels: int, rate: int) -> Audio:
    import numpy as np

    from compound.values.arrays import over

    return cls(over(samples, np.dtype(np.float32), (-1, channels)), rate)
