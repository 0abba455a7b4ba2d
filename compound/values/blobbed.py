"""Values that are kept as blobs: both directions of each side by side."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image as Pil

from compound.errors.values import ImageTooLarge, UnreadableImage
from compound.store.shelf import is_digest
from compound.values.audio import Audio
from compound.values.depth import Depth
from compound.values.embedding import Embedding
from compound.values.geometry import Frame
from compound.values.image import Image
from compound.values.limits import Limits
from compound.values.mask import Mask
from compound.values.packed import Packed


@dataclass(frozen=True, slots=True)
class Blobbed:
    """How values of exactly `type` (any subclass, for numpy's scalars) become bytes and a few words of JSON."""

    kind: str
    type: type
    write: Callable[[Any], tuple[bytes, dict[str, Any]]]
    read: Callable[[bytes, dict[str, Any]], Any]


def _write_image(image: Image) -> tuple[bytes, dict[str, Any]]:
    size = {"width": image.width, "height": image.height, "mode": image.mode}
    return image.packing().data, {**size, "pixels": image.digest, "notes": list(image.notes)}


def _read_image(data: bytes, words: dict[str, Any]) -> Image:
    """The image, its pixels still packed; `PixelsDamaged` is for whoever looks at them."""
    notes = tuple(words["notes"])
    if "pixels" not in words:  # as it was written until the digest stood there
        return Image(_png(data, words["width"], words["height"]), notes=notes)
    if not is_digest(words["pixels"]):
        raise ValueError("what it says of its pixels is no digest")
    packed = Packed.found(data, (words["width"], words["height"]), words["mode"], words["pixels"])
    return Image.from_packing(packed, notes=notes)


def _write_mask(mask: Mask) -> tuple[bytes, dict[str, Any]]:
    buffer = io.BytesIO()
    Pil.fromarray(mask.array).save(buffer, format="PNG", compress_level=1)
    return buffer.getvalue(), {"frame": mask.frame.model_dump(mode="json")}


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
    try:
        return Image.open(data, limits=Limits(pixels=width * height, bytes=len(data))).array
    except (ImageTooLarge, UnreadableImage) as error:
        raise ValueError(f"its PNG is damaged ({error.__class__.__name__}: {error})") from error


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
