"""Rows laid out in columns. Names are never cut or broken; only the last column, which is prose, is wrapped."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from textwrap import wrap

_GAP = "  "
_INDENT = "    "
_NARROW = 30
"""Cells; where less is left beside the names, the prose goes below them."""

Row = Sequence[str]


def laid_out(headings: Row, rows: Iterable[Row], width: int | None) -> Iterator[str]:
    """Lines of at most so many cells, but for names that are longer.

    A line break in the last cell is kept where its parts do not fit side by side. Without a width, as for a pipe,
    each row is one line.
    """
    table = [tuple(headings), *map(tuple, rows)]
    names = [max(map(len, column)) for column in list(zip(*table, strict=True))[:-1]]
    start = sum(names) + len(_GAP) * len(names)
    for *cells, prose in table:
        head = "".join(cell.ljust(size) + _GAP for cell, size in zip(cells, names, strict=True))
        if width is None:
            yield (head + _side_by_side(prose)).rstrip()
        elif width - start >= _NARROW or not names:
            yield from _beside(head, _wrapped(prose, max(width - start, _NARROW)))
        else:
            yield head.rstrip()
            yield from (_INDENT + line for line in _wrapped(prose, max(width - len(_INDENT), _NARROW)))


def grouped(rows: Iterable[Row]) -> Iterator[Row]:
    """The rows, with the first cell empty where it repeats the one above."""
    above = None
    for first, *rest in rows:
        yield ("" if first == above else first, *rest)
        above = first


def _beside(head: str, lines: list[str]) -> Iterator[str]:
    for line in lines or [""]:
        yield (head + line).rstrip()
        head = " " * len(head)


def _wrapped(prose: str, width: int) -> list[str]:
    together = _side_by_side(prose)
    if len(together) <= width:
        return [together] if together else []
    return [
        line
        for part in prose.splitlines()
        for line in wrap(part, width, break_long_words=False, break_on_hyphens=False)
    ]


def _side_by_side(prose: str) -> str:
    return _GAP.join(part for part in prose.splitlines() if part)
