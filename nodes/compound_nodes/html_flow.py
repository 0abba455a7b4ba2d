"""The text of an HTML page, read in one pass by lxml, which builds no tree here and fetches nothing.

No script runs and no style sheet is applied: what is hidden is known only where an element itself says so, by its
`hidden` attribute or its `style`.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping

from compound.errors.documents import DocumentUnfolds
from compound_nodes.extras import require
from compound_nodes.flow import MOST_ELEMENTS, Flow, Passage, collapsed, row_of
from compound_nodes.html_style import hides

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


class _Reader:
    """What lxml tells of a page, event by event."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._elements = 0
        self._open: list[tuple[str, str]] = []
        """Elements that are open: tag, and whether their text is `shown`, `hidden` or `unseen`."""
        self._outputs: list[list[Passage]] = [[]]
        """Where passages go: the page, or the cell that is open within it."""
        self._rows: list[list[list[Passage]]] = []
        """Rows that are open, with their cells."""
        self._text: list[str] = []
        self._hidden: list[str] = []

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._elements += 1
        if self._elements > MOST_ELEMENTS:
            raise DocumentUnfolds(source=self._source, what="elements", found=self._elements, limit=MOST_ELEMENTS)
        self._break_at(tag)
        if tag not in VOID:
            self._open.append((tag, self._manner(tag, attributes)))
        if tag == "tr":
            self._rows.append([])
        elif tag in ("td", "th") and self._rows:
            self._rows[-1].append([])
            self._outputs.append(self._rows[-1][-1])

    def end(self, tag: str) -> None:
        self._break_at(tag)
        if tag in ("td", "th") and len(self._outputs) > 1:
            self._outputs.pop()
        elif tag == "tr" and self._rows:
            self._outputs[-1].extend(row_of(self._rows.pop()))
        if tag not in VOID and self._open:
            self._open.pop()

    def data(self, text: str) -> None:
        manner = self._open[-1][1] if self._open else "shown"
        if manner == "hidden":
            self._hidden.append(text)
        elif manner == "shown":
            self._take(text)

    def close(self) -> None:
        self._break()

    def flow(self) -> Flow:
        return Flow(tuple(self._outputs[0]), collapsed(" ".join(self._hidden)))

    def _manner(self, tag: str, attributes: Mapping[str, str]) -> str:
        outer = self._open[-1][1] if self._open else "shown"
        if tag in UNSEEN or outer == "unseen":
            return "unseen"
        hidden = outer == "hidden" or "hidden" in attributes or hides(attributes.get("style", ""))
        return "hidden" if hidden else "shown"

    def _take(self, text: str) -> None:
        if not any(tag == "pre" for tag, _ in self._open):
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
            sizes = [HEADINGS[tag] for tag, _ in self._open if tag in HEADINGS]
            self._outputs[-1].append(Passage((text,), max(sizes, default=1.0)))
