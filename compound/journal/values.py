"""Values that runs took and gave: the record of what is small in the journal itself, the rest as blobs."""

from __future__ import annotations

from typing import Any

from compound.errors.values import NotDecodable, NotEncodable
from compound.keys.value import key_of
from compound.store.blobs import Blobs
from compound.store.kept import recall, record_of, value_of

SMALL = 32 << 10
"""Bytes up to which a record stays in the journal."""

_REFERENCE = b'"$blob"'


class Values:
    """Writes values for the journal, and reads them back."""

    def __init__(self, blobs: Blobs) -> None:
        self.blobs = blobs

    def row(self, digest: str, value: Any) -> dict[str, Any] | None:
        """What the journal keeps of the value whose key is `digest`; None for what has no form without code.

        Its blobs are on disk when this returns. Raises what `Blobs.put` raises.
        """
        try:
            record = record_of(value, self.blobs)
        except NotEncodable:
            return None
        if len(record) <= SMALL and _REFERENCE not in record:
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
