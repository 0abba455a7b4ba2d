"""The text of a DOCX file: its body with tables, boxes and form controls, between header and footer.

python-docx opens the package and knows its parts; the text is taken from the elements themselves, since its own lists
of paragraphs pass over text boxes, content controls and tracked insertions. External relationships are only names to
it, and its parser resolves no entities.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any, TypeAlias

from compound.errors.documents import DocumentCorrupt, DocumentUnfolds
from compound_nodes.extras import require
from compound_nodes.flow import MOST_ELEMENTS, Flow, Passage, collapsed, row_of
from compound_nodes.table_grid import Grid, Row, span

Element: TypeAlias = Any
"""An `lxml.etree._Element`, whose library has no types."""
MAIN_PART = "word/document.xml"
LARGEST_XML = 32_000_000
"""Bytes of all XML parts; a thousand pages of text have 10 to 20 million, and their tree takes ten times as much."""
LARGEST_PACKAGE = 256_000_000
"""Bytes of all parts."""
MOST_PARTS = 5_000
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
SIZES = {"Title": 1.8, "Heading1": 1.5, "Heading2": 1.2}
SMALLEST = 4
"""Half points of a font that is meant to be read."""
WHITE = "FFFFFF"
TEXT, BOX = W + "t", W + "txbxContent"
SIGNS = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
UNREAD = frozenset(
    (FALLBACK, *(W + name for name in ("del", "moveFrom", "pPr", "rPr", "tblPr", "trPr", "tcPr", "sdtPr")))
)
"""What was deleted or moved away, properties (a tab stop is a `tab`, too), and what older programs show instead."""
SHADING = tuple(
    f"{W}{part}/{W}{look}" for part, look in (("rPr", "shd"), ("pPr", "shd"), ("tcPr", "shd"), ("tblPr", "tblStyle"))
)


def is_docx(data: bytes) -> bool:
    """Whether these bytes are a package with a main part of WordprocessingML where Word puts it."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return MAIN_PART in package.NameToInfo
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return False


def docx_flow(data: bytes, source: str) -> Flow:
    """The passages of a document. Raises DocumentUnfolds, DocumentCorrupt, or MissingExtra without python-docx."""
    docx = require("docx", extra="documents")
    etree = require("lxml.etree", extra="documents")
    _measure(data, source)
    try:
        document = docx.Document(io.BytesIO(data))
        if document.element.find(W + "body") is None:
            raise DocumentCorrupt(source=source, reason="the DOCX is damaged (its main part has no body)")
        _count(document.element, source)
        reader = _Reader()
        passages = [passage for root in _roots(document) for passage in reader.passages(root)]
    except (zipfile.BadZipFile, zlib.error, etree.XMLSyntaxError, KeyError, ValueError, EOFError) as error:
        raise DocumentCorrupt(source=source, reason=f"the DOCX is damaged ({error})") from error
    return Flow(tuple(passages), collapsed(" ".join(reader.hidden)))


def _measure(data: bytes, source: str) -> None:
    """What an archive says it unfolds to is what it may: `zipfile` reads no further."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = package.infolist()
    markup = sum(part.file_size for part in parts if part.filename.lower().endswith((".xml", ".rels")))
    everything = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS:
        raise DocumentUnfolds(source=source, what="parts", found=len(parts), limit=MOST_PARTS)
    if markup > LARGEST_XML:
        raise DocumentUnfolds(source=source, what="bytes of XML", found=markup, limit=LARGEST_XML)
    if everything > LARGEST_PACKAGE:
        raise DocumentUnfolds(source=source, what="bytes", found=everything, limit=LARGEST_PACKAGE)


def _count(root: Element, source: str) -> None:
    elements = int(root.xpath("count(//*)"))
    if elements > MOST_ELEMENTS:
        raise DocumentUnfolds(source=source, what="elements", found=elements, limit=MOST_ELEMENTS)


def _roots(document: Any) -> Iterator[Element]:
    """Header, body and footer; those of the first section stand for all."""
    section = next(iter(document.sections), None)
    first = section is not None and section.different_first_page_header_footer
    header, footer = ("first_page_header", "first_page_footer") if first else ("header", "footer")
    yield from _furniture(section, header)
    yield document.element.body
    yield from _furniture(section, footer)


def _furniture(section: Any, name: str) -> Iterator[Element]:
    part = getattr(section, name, None)
    if part is not None and not part.is_linked_to_previous:
        yield part._element


class _Reader:
    def __init__(self) -> None:
        self.hidden: list[str] = []

    def passages(self, container: Element) -> list[Passage]:
        """Of a body, a cell or a box: what its paragraphs and tables say, whatever they are wrapped in."""
        found: list[Passage] = []
        for child in container.iterchildren(tag="*"):
            if child.tag == W + "p":
                found += self._paragraph(child)
            elif child.tag == W + "tbl":
                for row in _own(child, W + "tr"):
                    found += row_of(self._row(row))
            elif child.tag not in UNREAD:
                found += self.passages(child)
        return found

    def _row(self, row: Element) -> Row:
        """Its cells by column. One that is merged with the cell above is there, and empty."""
        cells: Row = []
        grid = Grid()
        for cell in _own(row, W + "tc"):
            grid.place(cells, columns=_columns(cell)).extend(self._cell(cell))
        return cells

    def _cell(self, cell: Element) -> list[Passage]:
        """Of a cell; one that holds no table has no columns, whatever its tabs are."""
        passages = self.passages(cell)
        if next(cell.iter(W + "tbl"), None) is not None:
            return passages
        return [Passage((" ".join(passage.cells),), passage.size) for passage in passages]

    def _paragraph(self, paragraph: Element) -> list[Passage]:
        """Its lines, a tab parting columns as cells do, then the boxes that are anchored in it."""
        text, boxes = "", []
        for item in _inline(paragraph):
            if item.tag == BOX:
                boxes.append(item)
            elif _is_hidden(item):
                self.hidden.append(_written(item))
            else:
                text += _written(item)
        size = SIZES.get(_style(paragraph), 1.0)
        lines = [[cell for cell in map(collapsed, line.split("\t")) if cell] for line in text.split("\n")]
        passages = [Passage(tuple(cells), size) for cells in lines if cells]
        return passages + [passage for box in boxes for passage in self.passages(box)]


def _own(parent: Element, tag: str) -> Iterator[Element]:
    """Rows of a table, or cells of a row, whatever controls they are wrapped in."""
    for child in parent.iterchildren(tag="*"):
        if child.tag == tag:
            yield child
        elif child.tag not in UNREAD:
            yield from _own(child, tag)


def _columns(cell: Element) -> int:
    """That it spans."""
    found = cell.find(f"{W}tcPr/{W}gridSpan")
    return 1 if found is None else span(found.get(W + "val"))


def _inline(parent: Element) -> Iterator[Element]:
    """Pieces of text and text boxes below an element, in order."""
    for child in parent.iterchildren(tag="*"):
        if child.tag in SIGNS or child.tag in (TEXT, BOX):
            yield child
        elif child.tag not in UNREAD:
            yield from _inline(child)


def _written(piece: Element) -> str:
    return SIGNS.get(piece.tag) or piece.text or ""


def _style(paragraph: Element) -> str:
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else style.get(W + "val", "")


def _is_hidden(piece: Element) -> bool:
    """Whether the piece's run is set hidden, tiny, or white where nothing is shaded."""
    run = piece.getparent()
    if run is None or (look := run.find(W + "rPr")) is None:
        return False
    if (vanish := look.find(W + "vanish")) is not None and vanish.get(W + "val", "1") not in ("0", "false", "off"):
        return True
    size = _value(look, "sz")
    tiny = size.isdigit() and int(size) < SMALLEST
    return tiny or (_value(look, "color").upper() == WHITE and not _is_shaded(run))


def _value(look: Element, name: str) -> str:
    found = look.find(W + name)
    return "" if found is None else found.get(W + "val", "")


def _is_shaded(run: Element) -> bool:
    """Whether something dark may lie behind: shading of its own or around it, a styled table, a box."""
    if run.find(f"{W}rPr/{W}highlight") is not None:
        return True
    around = (run, *run.iterancestors(W + "p", W + "tc", W + "tbl", BOX))
    return any(element.tag == BOX or any(element.find(path) is not None for path in SHADING) for element in around)
