"""Values that are kept as blobs: both directions of each side by side."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pil

from compound.values.audio import Audio
from compound.values.depth import Depth
from compound.values.embedding import Embedding
from compound.values.geometry import Frame
from compound.values.image import Image
from compound.values.limits import Limits
from compound.values.mask import Mask
from compound.values.pixels import to_png


@dataclass(frozen=True, slots=True)
class Blobbed:
    """How values of exactly `type` (any subclass, for numpy's scalars) become bytes and a few words of JSON."""

    kind: str
    type: type
    write: Callable[[Any], tuple[bytes, dict[str, Any]]]
    read: Callable[[bytes, dict[str, Any]], Any]


def _write_image(image: Image) -> tuple[bytes, dict[str, Any]]:
    return image.png(), {"width": image.width, "height": image.height, "notes": list(image.notes)}


def _read_image(data: bytes, words: dict[str, Any]) -> Image:
    return Image(_png(data, words["width"], words["height"]), notes=tuple(words["notes"]))


def _write_mask(mask: Mask) -> tuple[bytes, dict[str, Any]]:
    return to_png(Pil.fromarray(mask.array)), {"frame": mask.frame.model_dump(mode="json")}


def _read_mask(data: bytes, words: dict[str, Any]) -> Mask:
    frame = Frame.model_validate(words["frame"])
    return Mask(_png(data, frame.width, frame.height) > 0, frame)


def _write_array(array: NDArray[Any]) -> tuple[bytes, dict[str, Any]]:
    if array.dtype.hasobject:
        raise TypeError("an array of Python objects has no bytes of its own")
    buffer = io.BytesIO()
    np.save(buffer, array, allow_pickle=False)
    return buffer.getvalue(), {}


def _read_array(data: bytes, words: dict[str, Any]) -> NDArray[Any]:
    array: NDArray[Any] = np.load(io.BytesIO(data), allow_pickle=False)
    array.flags.writeable = False
    return array


def _read_number(data: bytes, words: dict[str, Any]) -> Any:
    return _read_array(data, words)[()]


def _write_number(number: np.generic) -> tuple[bytes, dict[str, Any]]:
    return _write_array(np.asarray(number))


def _write_embedding(embedding: Embedding) -> tuple[bytes, dict[str, Any]]:
    return _write_array(embedding.array)[0], {"model": embedding.model}


def _read_embedding(data: bytes, words: dict[str, Any]) -> Embedding:
    return Embedding(_read_array(data, words), words["model"])


def _write_audio(audio: Audio) -> tuple[bytes, dict[str, Any]]:
    return _write_array(audio.array)[0], {"rate": audio.rate}


def _read_audio(data: bytes, words: dict[str, Any]) -> Audio:
    return Audio(_read_array(data, words), words["rate"])


def _write_depth(depth: Depth) -> tuple[bytes, dict[str, Any]]:
    return _write_array(depth.array)[0], {"frame": depth.frame.model_dump(mode="json"), "scale": depth.scale}


def _read_depth(data: bytes, words: dict[str, Any]) -> Depth:
    return Depth(_read_array(data, words), Frame.model_validate(words["frame"]), words["scale"])


def _png(data: bytes, width: int, height: int) -> NDArray[np.uint8]:
    # What was written may be larger than what a stranger's file may be, but not than it says.
    return Image.open(data, limits=Limits(pixels=width * height, bytes=len(data))).array


_KINDS = (
    Blobbed("bytes", bytes, lambda data: (data, {}), lambda data, _: data),
    Blobbed("image", Image, _write_image, _read_image),
    Blobbed("mask", Mask, _write_mask, _read_mask),
    Blobbed("depth", Depth, _write_depth, _read_depth),
    Blobbed("audio", Audio, _write_audio, _read_audio),
    Blobbed("embedding", Embedding, _write_embedding, _read_embedding),
    Blobbed("array", np.ndarray, _write_array, _read_array),
)
_NUMBER = Blobbed("number", np.generic, _write_number, _read_number)
_BY_TYPE = {blobbed.type: blobbed for blobbed in _KINDS}
BY_KIND = {blobbed.kind: blobbed for blobbed in (*_KINDS, _NUMBER)}


def for_type(cls: type) -> Blobbed | None:
    """How values of this type are kept, None when they are not kept as blobs."""
    return _NUMBER if issubclass(cls, np.generic) else _BY_TYPE.get(cls)
