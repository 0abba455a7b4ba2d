"""Values kept as blobs: a JSON record that refers to the blobs of its images, arrays and bytes.

Nothing in the record or its blobs is code, and reading them runs none: `compound.values.codec` says the form.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from compound.errors.store import BlobMissing
from compound.errors.values import NotDecodable, NotEncodable
from compound.store.blobs import Blobs
from compound.store.shelf import is_digest


def keep(value: Any, blobs: Blobs) -> str:
    """Keep `value` and give the digest of its record. Raises `NotEncodable`, and what `Blobs.put` raises."""
    return blobs.put(record_of(value, blobs))


def recall(digest: str, hint: Any, blobs: Blobs) -> Any:
    """The value that `keep` was given; `hint` is the type it was declared with.

    Raises `NotDecodable` for what `keep` did not write, and what `Blobs.get` raises.
    """
    return value_of(blobs.get(digest), hint, blobs, name=f"record {digest}")


def record_of(value: Any, blobs: Blobs) -> bytes:
    """The record of `value` as JSON in UTF-8, what it refers to kept. Raises as `keep` does."""
    from compound.values.codec import to_json

    try:
        data = to_json(value, blobs)
        record = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    except RecursionError:
        raise NotEncodable(path="value", type_name=type(value).__name__, reason="it is nested too deep") from None
    except ValueError as error:  # an int of more digits than Python writes
        raise NotEncodable(path="value", type_name=type(value).__name__, reason=str(error)) from error
    return record.encode("utf-8", "surrogatepass")


def value_of(record: bytes, hint: Any, blobs: Blobs, *, name: str = "the record") -> Any:
    """The value that `record_of` was given; `hint` is the type it was declared with, `name` is for messages.

    Raises as `recall` does.
    """
    from compound.values.codec import from_json

    try:
        return from_json(_parsed(record, name), hint, blobs)
    except RecursionError:
        raise NotDecodable(path=name, expected=str(hint), reason="it is nested too deep") from None


def reachable(records: Iterable[str], blobs: Blobs) -> set[str]:
    """The digests of these records, and of every blob that they refer to. A record that is gone refers to none.

    Raises `BlobCorrupt` and `NotDecodable`: what cannot be read may refer to anything.
    """
    found: set[str] = set()
    for record in records:
        if record not in found:
            found.add(record)
            try:
                found.update(_references(_parsed(blobs.get(record), f"record {record}")))
            except BlobMissing:
                continue
    return found


def _parsed(record: bytes, name: str) -> Any:
    # A column of SQLite holds whatever was put there, also text or a number.
    if not isinstance(record, bytes):
        raise NotDecodable(path=name, expected="a record", reason=f"it is of type {type(record).__name__}")
    try:
        return json.loads(record.decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError) as error:
        raise NotDecodable(path=name, expected="a record", reason=str(error)) from error


def _references(data: Any) -> Iterator[str]:
    waiting = [data]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            digest = part.get("$blob")
            if isinstance(digest, str) and is_digest(digest):
                yield digest
            waiting.extend(part.values())
        elif isinstance(part, list):
            waiting.extend(part)
