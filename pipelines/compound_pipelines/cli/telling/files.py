"""What a file is to the journal, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from compound_pipelines.cli.telling.wording import SHORT, clock, counted, one_line

if TYPE_CHECKING:
    from compound.provenance.artifacts import Origin


def lines_of_file(found: Origin) -> Iterator[str]:
    yield one_line(found.path)
    if found.written is None:
        yield "  changed since it was written: no run wrote these bytes, and what follows rests on the marks in it"
    else:
        yield f"  as it was written, {clock(found.written.at)}, to {one_line(found.written.path)}"
    yield f"  blake3 {found.digest}, {counted(len(found.runs), 'run')}"
    for run in found.lost:
        yield f"  names run {one_line(run)[:SHORT]} too, which this journal does not have"
