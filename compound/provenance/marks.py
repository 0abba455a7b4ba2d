"""Marks that files carry of the runs that they tell of, so that a file that was edited or moved can still be traced."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import BinaryIO

MARK = "compound-run"
"""Name of the `meta` elements in the head of an HTML file, each with the id of a run as its content."""

_MOST = 16 << 20
"""Bytes of a head that are looked through."""
_BLOCK = 1 << 16


def marks_in(path: Path) -> tuple[str, ...]:
    """Ids of the runs that a file says it is of, each once; nothing for files that carry no marks. Raises OSError.

    Anyone can write such a mark: it leads to a run, and proves nothing.
    """
    with path.open("rb") as file:
        start = file.read(512)
        file.seek(0)
        for begins, marks in _READERS:
            if begins(start):
                return tuple(dict.fromkeys(marks(file)))
    return ()


class _Head(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.ended = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        content = given.get("content")
        if tag == "body":
            self.ended = True
        elif tag == "meta" and not self.ended and given.get("name") == MARK and content:
            self.found.append(content)

    def handle_endtag(self, tag: str) -> None:
        self.ended = self.ended or tag == "head"


def _is_html(start: bytes) -> bool:
    return start.removeprefix(b"\xef\xbb\xbf").lstrip()[:9].lower().startswith((b"<!doctype", b"<html"))


def _in_html(file: BinaryIO) -> Iterator[str]:
    head = _Head()
    while not head.ended and file.tell() < _MOST and (block := file.read(_BLOCK)):
        head.feed(block.decode("utf-8", "replace"))
    yield from head.found


_READERS: tuple[tuple[Callable[[bytes], bool], Callable[[BinaryIO], Iterator[str]]], ...] = ((_is_html, _in_html),)
"""Kinds of file, by how they begin, and where each has its marks."""
