"""Values of a run as plain data, so that they can be looked at without the code that made them."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import select

from compound.errors.store import BlobCorrupt, BlobMissing
from compound.graph.step import MISSING
from compound.journal import tables
from compound.journal.journal import Journal


def data_of(journal: Journal, key: str | None) -> Any:
    """The value of this key in JSON's types, in the form that `compound.values.codec` says.

    MISSING where it was not kept, or is not there any more.
    """
    kept = tables.values.c
    with journal.engine.connect() as connection:
        row = connection.execute(select(kept.inline, kept.record).where(kept.digest == key)).first()
    if row is None:
        return MISSING
    try:
        record: bytes = journal.values.blobs.get(row.record) if row.record else row.inline
    except (BlobMissing, BlobCorrupt):
        return MISSING
    return json.loads(record.decode("utf-8", "surrogatepass"))
