"""Values as JSON and back, exactly, with what is large kept in blobs. No pickle, and no code in the data.

The form, for anyone who reads it elsewhere:

- None, bool, int, finite float and str are themselves; a list is an array; a dict with string keys is an object.
- A record (pydantic model, dataclass, NamedTuple) is an object of its fields.
- `{"$type": "module:name", …}` is a record, or `{"$type": …, "member": …}` an enum member, of a type that the hint at
  that place does not tell. Such a name is only ever looked up among the hint's types and those of
  `compound.values`, and their subclasses: the data cannot name anything else.
- `{"$kind": "tuple", "items": […]}` is a container that the hint does not tell; `{"$kind": "datetime", "text": …}` a
  scalar that JSON lacks.
- `{"$blob": digest, "kind": …}` is an image or mask (PNG), an array or embedding (npy), or bytes. An image says its
  `width`, `height` and `mode` and, as `pixels`, its digest; a gray PNG is also that of an RGB image that is all gray.
"""

from __future__ import annotations

from typing import Any

from compound.store.blobs import Blobs
from compound.values.decoder import Decoder
from compound.values.encoder import Encoder


def to_json(value: Any, blobs: Blobs) -> Any:
    """`value` in JSON's types, its arrays and bytes put into `blobs`.

    Takes plain data, enums, records, numpy arrays and everything of `compound.values`, nested at will. Raises
    `NotEncodable`, naming the place, for anything else.

    Three things are not kept: private attributes of a pydantic model, fields that a dataclass computes itself
    (`init=False`, computed again), and of a time zone more than its offset.
    """
    return Encoder(blobs).encode(value, Any, "value")


def from_json(data: Any, hint: Any, blobs: Blobs) -> Any:
    """The value that `to_json` was given; `hint` is the type it was declared with, which says where to find its types.

    Records are validated as they are built. Arrays come back read-only, images packed: who looks at pixels that are not
    those that the data says gets `PixelsDamaged`. Raises `NotDecodable`, naming the place, for data that `to_json` does
    not write or that names a type unknown to the hint; and `BlobMissing` or `BlobCorrupt`.
    """
    return Decoder(blobs).decode(data, hint, "value")
