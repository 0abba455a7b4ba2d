"""The text of an HTML page, read in one pass by lxml, which builds no tree here and fetches nothing.

No script runs and no style sheet is applied: what is hidden is known only where an element itself says so, by its
`hidden` attribute or its `style`.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from typing import NamedTuple

from compound.errors.documents import DocumentUnfolds
from compound_nodes.extras import require
from compound_nodes.flow import MOST_ELEMENTS, Flow, Passage, collapsed, row_of
from compound_nodes.html_style import hides
from compound_nodes.table_grid import Grid, Row, span

FED_AT_ONCE = 2**16
"""Characters; a page of any length is parsed in little memory."""
DECLARED_WITHIN = 1024
"""Bytes in which a page names its encoding (WHATWG HTML, 13.2.3.2)."""
UNDECLARED = "cp1252"
"""What pages are encoded in that are not UTF-8 and do not say (WHATWG HTML, 13.2.3.2, for most locales)."""
UNSEEN = frozenset({"head", "script", "style", "template", "noscript", "iframe", "object", "svg", "math", "datalist"})
# fmt: off
BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "body", "br", "caption", "center", "dd", "details", "dialog", "div",
    "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hr", "html", "legend", "li", "main", "menu", "nav", "ol", "option", "p", "pre", "section", "summary", "table",
    "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
})
VOID = frozenset({
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
})
# fmt: on
HEADINGS = {"h1": 1.8, "h2": 1.5, "h3": 1.2}
"""Sizes, near those of browsers."""
CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w:.-]+)", re.IGNORECASE)


def html_flow(data: bytes, source: str) -> Flow:
    """The passages of a page. Raises DocumentUnfolds, or MissingExtra when lxml is not installed."""
    etree = require("lxml.etree", extra="documents")
    reader = _Reader(source)
    parser = etree.HTMLParser(target=reader)
    text = decoded(data).replace("\0", "")
    for start in range(0, len(text), FED_AT_ONCE):
        parser.feed(text[start : start + FED_AT_ONCE])
    if text:
        parser.close()
    return reader.flow()


def decoded(data: bytes) -> str:
    """The characters of a page: by its byte order mark, by what it declares, as UTF-8, or else as Windows-1252."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    declared = CHARSET.search(data[:DECLARED_WITHIN])
    for encoding in (declared[1].decode("ascii", "replace") if declared else "utf-8", "utf-8"):
        try:
            return data.decode(encoding)
        except (LookupError, UnicodeError):
            continue
    return data.decode(UNDECLARED, "replace")


class _Look(NamedTuple):
    """How text is shown, which elements pass on to those within; a page may nest them any number deep."""

    manner: str
    """`shown`, `hidden` or `unseen`."""
    preformatted: bool
    size: float


class _Reader:
    """What lxml tells of a page, event by event."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._elements = 0
        self._open = [_Look("shown", False, 1.0)]
        """Of the page, and of the elements that are open."""
        self._outputs: list[list[Passage]] = [[]]
        """Where passages go: the page, or the cell that is open within it."""
        self._grids: list[Grid] = []
        """Of tables that are open."""
        self._rows: list[Row] = []
        """Rows that are open, with their cells."""
        self._text: list[str] = []
        self._hidden: list[str] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._elements += 1
        if self._elements > MOST_ELEMENTS:
            raise DocumentUnfolds(source=self._source, what="elements", found=self._elements, limit=MOST_ELEMENTS)
        self._break_at(tag)
        if tag not in VOID:
            self._open.append(self._look(tag, attributes))
        if tag == "table":
            self._grids.append(Grid())
        elif tag == "tr":
            self._rows.append([])
        elif tag in ("td", "th") and self._rows:
            columns, rows = span(attributes.get("colspan")), span(attributes.get("rowspan"))
            self._outputs.append(self._grid.place(self._rows[-1], columns=columns, rows=rows))

    def end(self, tag: str) -> None:
        self._break_at(tag)
        if tag in ("td", "th") and len(self._outputs) > 1:
            self._outputs.pop()
        elif tag == "tr" and self._rows:
            self._grid.end(self._rows[-1])
            self._outputs[-1].extend(row_of(self._rows.pop()))
        elif tag == "table" and self._grids:
            self._grids.pop()
        if tag not in VOID and len(self._open) > 1:
            self._open.pop()

    def data(self, text: str) -> None:
        manner = self._open[-1].manner
        if manner == "hidden":
            self._hidden.append(text)
        elif manner == "shown":
            self._take(text)

    def close(self) -> None:
        self._break()

    def flow(self) -> Flow:
        return Flow(tuple(self._outputs[0]), collapsed(" ".join(self._hidden)))

    @property
    def _grid(self) -> Grid:
        # Rows may stand outside of any table.
        return self._grids[-1] if self._grids else Grid()

    def _look(self, tag: str, attributes: Mapping[str, str]) -> _Look:
        outer = self._open[-1]
        preformatted = outer.preformatted or tag == "pre"
        return _Look(self._manner(tag, attributes), preformatted, max(outer.size, HEADINGS.get(tag, 1.0)))

    def _manner(self, tag: str, attributes: Mapping[str, str]) -> str:
        outer = self._open[-1].manner
        if tag in UNSEEN or outer == "unseen":
            return "unseen"
        hidden = outer == "hidden" or "hidden" in attributes or hides(attributes.get("style", ""))
        return "hidden" if hidden else "shown"

    def _take(self, text: str) -> None:
        if not self._open[-1].preformatted:
            self._text.append(text)
            return
        first, *others = text.split("\n")
        self._text.append(first)
        for line in others:
            self._break()
            self._text.append(line)

    def _break_at(self, tag: str) -> None:
        if tag in BLOCKS:
            self._break()

    def _break(self) -> None:
        text = collapsed("".join(self._text))
        self._text.clear()
        if text:
            self._outputs[-1].append(Passage((text,), self._open[-1].size))
