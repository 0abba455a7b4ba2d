"""Values that runs took and gave: the record of what is small in the journal itself, the rest as blobs."""

from __future__ import annotations

import json
from typing import Any

from compound.errors.values import NotDecodable, NotEncodable
from compound.keys.value import key_of
from compound.store.blobs import Blobs
from compound.store.kept import recall, record_of, value_of

SMALL = 32 << 10
"""Bytes up to which a record stays in the journal."""

_REFERENCE = b'"$blob"'
_WORD = 1 << 63
_json = json.JSONEncoder().encode


def refers(record: bytes) -> bool:
    """Whether a record may refer to blobs."""
    return _REFERENCE in record


class Values:
    """Writes values for the journal, and reads them back."""

    def __init__(self, blobs: Blobs) -> None:
        self.blobs = blobs

    def record(self, value: Any) -> bytes | None:
        """The record of a value, its blobs on disk; None for what has no form without code.

        Raises what `Blobs.put` raises.
        """
        kind = type(value)
        if value is None or kind is bool or (kind is int and -_WORD < value < _WORD):
            return _json(value).encode()  # as `record_of` gives it, in a fifth of the time
        try:
            return record_of(value, self.blobs)
        except NotEncodable:
            return None

    def row(self, digest: str, value: Any) -> dict[str, Any] | None:
        """What the journal keeps of the value whose key is `digest`; None for what has no form without code.

        Raises what `Blobs.put` raises.
        """
        record = self.record(value)
        return None if record is None else self.row_of(digest, record)

    def row_of(self, digest: str, record: bytes) -> dict[str, Any]:
        """What the journal keeps of a value with this record. Raises what `Blobs.put` raises."""
        if len(record) <= SMALL and not refers(record):
            return {"digest": digest, "inline": record, "record": None}
        return {"digest": digest, "inline": None, "record": self.blobs.put(record)}

    def read(self, digest: str, row: tuple[bytes | None, str | None], hint: Any) -> Any:
        """The value whose key is `digest`, from what `row` gave as `inline` and `record`; `hint` is its declared type.

        Raises NotDecodable when that is not the value any more, as when it was changed in place after it had been
        given, and what `Blobs.get` raises.
        """
        inline, record = row
        value = recall(record, hint, self.blobs) if record else value_of(inline or b"", hint, self.blobs)
        if key_of(value) != digest:
            raise NotDecodable(path=f"value {digest}", expected=str(hint), reason="it has another key now")
        return value
