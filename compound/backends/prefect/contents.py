"""What the outputs of a run offer to be shown: pictures, fields that were read, reports that were written.

Values are known by what they offer and not by their class, which may be of a package that is built on this one.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from compound.seeing.reading import fields_read
from compound.values.image import Image

if TYPE_CHECKING:
    from compound.run.result import Run

MOST = 20
"""Items of a list that are looked at."""
_PAGES = (".html", ".htm")


def pictures(run: Run[Any]) -> Iterator[tuple[str, Image]]:
    """Images among the outputs of nodes, the same only once, with where they are from; the last node first."""
    seen: set[Image] = set()
    for node in reversed(tuple(run.outputs)):
        for name, value in _each(node, run.outputs[node]):
            if isinstance(value, Image) and value not in seen:
                seen.add(value)
                yield name, value


def readings(run: Run[Any]) -> Iterator[tuple[str, Any]]:
    """Records of extracted fields in the output of the pipeline, with the name of what they were read from."""
    if not run.ok:
        return
    for name, value in _each("", run.output):
        if fields_read(value) is not None:
            yield str(getattr(value, "source", "") or name), value


def reports(run: Run[Any]) -> Iterator[Path]:
    """Pages that nodes wrote and gave the path of."""
    for output in run.outputs.values():
        if isinstance(output, Path) and output.suffix.lower() in _PAGES and output.is_file():
            yield output.resolve()


def _each(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    """A value, or the first items of a list of them."""
    if isinstance(value, list | tuple):
        yield from ((f"{name}[{index}]", item) for index, item in enumerate(islice(value, MOST)))
    else:
        yield name, value
