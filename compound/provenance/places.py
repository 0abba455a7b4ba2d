"""The page and the box, or the span, that each part of a value came from, and the words that stand there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from compound.journal.journal import Journal
from compound.provenance.ancestry import Lineage
from compound.provenance.data import data_of
from compound.provenance.telling import Told, pages_in, told_in
from compound.store.blobs import Blobs
from compound.values import Box, PageText
from compound.values.codec import from_json


@dataclass(frozen=True, slots=True)
class Place:
    """Where one part of a value came from."""

    at: str
    """The part, as one would write it: `.fields.fields['date']`."""
    told: Told
    words: str
    """What stands there; empty where no page of the run says."""


def places(journal: Journal, found: Lineage) -> Iterator[Place]:
    """Every part of the value that says where it came from, in the value's order.

    The words of a box are those of the pages that the value holds, else of those that the steps behind it gave, the
    nearest first. Nothing for a value that is not kept any more.
    """
    blobs = journal.values.blobs
    keys = (found.output, *(made.ran.output for made in found.steps.values() if made.ran))
    pages = _Pages((data_of(journal, key) for key in dict.fromkeys(keys)), blobs)
    for at, told in told_in(data_of(journal, found.output), blobs):
        yield Place(at, told, told.words or (pages.words(told.page, told.box) if told.box else ""))


class _Pages:
    """The pages of some values, each looked for when it is first asked for."""

    def __init__(self, values: Iterable[Any], blobs: Blobs) -> None:
        self._blobs = blobs
        self._further = (page for value in values for page in pages_in(value))
        self._seen: list[Any] = []
        self._page = cache(self._find)

    def words(self, number: int | None, box: Box) -> str:
        """The words whose middle lies in the box."""
        page = self._page(number, box.frame.digest)
        if page is None or page.frame != box.frame:
            return ""
        return " ".join(word.text for word in page.words if box.contains(word.box.center))

    def _find(self, number: int | None, image: str) -> PageText | None:
        """The page of this number; any of the image where the number is not known."""
        for page in self._all():
            if number in (None, page["page"]) and page["frame"]["digest"] == image:
                found: PageText = from_json(page, PageText, self._blobs)
                return found
        return None

    def _all(self) -> Iterator[Any]:
        yield from self._seen
        for page in self._further:
            self._seen.append(page)
            yield page
