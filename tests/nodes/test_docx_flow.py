from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from compound.errors.documents import DocumentCorrupt, DocumentUnfolds
from compound_nodes.docx_flow import LARGEST_XML, docx_flow, is_docx
from compound_nodes.flow import Flow

docx = pytest.importorskip("docx")


def flow_of(write: Callable[[Any], None]) -> Flow:
    document = docx.Document()
    write(document)
    file = io.BytesIO()
    document.save(file)
    return docx_flow(file.getvalue(), "some.docx")


def rewritten(change: Callable[[str], str], text: str = "PLACE") -> bytes:
    """A document whose main part was changed by hand."""
    document = docx.Document()
    document.add_paragraph(text)
    written, changed = io.BytesIO(), io.BytesIO()
    document.save(written)
    with zipfile.ZipFile(written) as package, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as other:
        for part in package.infolist():
            data = package.read(part)
            other.writestr(part.filename, change(data.decode()) if part.filename == "word/document.xml" else data)
    return changed.getvalue()


def cells(flow: Flow) -> list[tuple[str, ...]]:
    return [passage.cells for passage in flow.passages]


def test_paragraphs_and_tables_come_in_their_order_between_header_and_footer() -> None:
    def write(document: Any) -> None:
        document.sections[0].header.paragraphs[0].text = "Example Ltd"
        document.sections[0].footer.paragraphs[0].text = "thank you"
        document.add_heading("Invoice 17", 0)
        table = document.add_table(1, 2)
        table.cell(0, 0).text, table.cell(0, 1).text = "Coffee", "12.50"
        document.add_paragraph("after")

    flow = flow_of(write)
    assert cells(flow) == [("Example Ltd",), ("Invoice 17",), ("Coffee", "12.50"), ("after",), ("thank you",)]
    assert flow.passages[1].size > 1


def test_merged_cells_leave_those_behind_them_in_their_columns() -> None:
    def write(document: Any) -> None:
        table = document.add_table(3, 3)
        for index, text in enumerate(["Nails", "1", "2", "", "3", "4", "Total", "", "9"]):
            table.cell(index // 3, index % 3).text = text
        table.cell(0, 0).merge(table.cell(1, 0))
        table.cell(2, 0).merge(table.cell(2, 1))

    assert cells(flow_of(write)) == [("Nails", "1", "2"), ("", "3", "4"), ("Total", "", "9")]


def test_tabs_part_columns_and_breaks_part_lines() -> None:
    flow = flow_of(lambda document: document.add_paragraph("Date:\t2 May\nNumber:\tA-17"))

    assert cells(flow) == [("Date:", "2 May"), ("Number:", "A-17")]


@pytest.mark.parametrize(
    "wrapped",
    [
        '<w:ins w:id="1" w:author="x"><w:r><w:t>put in</w:t></w:r></w:ins>',
        '<w:hyperlink w:anchor="x"><w:r><w:t>put in</w:t></w:r></w:hyperlink>',
        "<w:sdt><w:sdtContent><w:r><w:t>put in</w:t></w:r></w:sdtContent></w:sdt>",
        "<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>put in</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>",
    ],
)
def test_text_is_read_whatever_it_is_wrapped_in(wrapped: str) -> None:
    data = rewritten(lambda xml: re.sub(r"<w:r>.*?</w:r>", wrapped, xml, count=1))

    assert cells(docx_flow(data, "some.docx")) == [("put in",)]


def test_what_was_deleted_is_not_read() -> None:
    deleted = '<w:del w:id="1" w:author="x"><w:r><w:delText>gone</w:delText><w:t>gone</w:t></w:r></w:del>'
    data = rewritten(lambda xml: xml.replace("<w:r>", f"{deleted}<w:r>", 1))

    assert cells(docx_flow(data, "some.docx")) == [("PLACE",)]


def test_hidden_white_and_tiny_text_is_put_aside() -> None:
    def write(document: Any) -> None:
        paragraph = document.add_paragraph("seen ")
        paragraph.add_run("one ").font.hidden = True
        paragraph.add_run("two ").font.color.rgb = docx.shared.RGBColor(255, 255, 255)
        paragraph.add_run("three").font.size = docx.shared.Pt(1)

    flow = flow_of(write)
    assert cells(flow) == [("seen",)]
    assert flow.hidden == "one two three"


def test_white_text_on_shading_is_seen() -> None:
    shaded = '<w:pPr><w:shd w:val="clear" w:fill="003366"/></w:pPr><w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr>'
    data = rewritten(lambda xml: xml.replace("<w:r>", shaded, 1))

    assert cells(docx_flow(data, "some.docx")) == [("PLACE",)]


def test_a_part_that_unfolds_beyond_its_bounds_is_refused_unread() -> None:
    data = rewritten(lambda xml: xml.replace("PLACE", "A" * (LARGEST_XML + 1)))

    with pytest.raises(DocumentUnfolds) as caught:
        docx_flow(data, "bomb.docx")
    assert (caught.value.what, caught.value.limit) == ("bytes of XML", LARGEST_XML)


def test_entities_that_multiply_are_refused() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    head = f'<!DOCTYPE d [<!ENTITY l0 "ha">{laughs}]><w:document'
    data = rewritten(lambda xml: xml.replace("<w:document", head, 1).replace("PLACE", "so &l9; it is"))

    with pytest.raises(DocumentCorrupt, match=r"laughing\.docx"):
        docx_flow(data, "laughing.docx")


def test_entities_that_name_files_are_not_resolved(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret content")
    head = f'<!DOCTYPE d [<!ENTITY file SYSTEM "{(tmp_path / "secret").as_uri()}">]><w:document'
    data = rewritten(lambda xml: xml.replace("<w:document", head, 1).replace("PLACE", "it says &file;"))

    assert cells(docx_flow(data, "curious.docx")) == [("it says",)]


@pytest.mark.parametrize("keep", [0.5, 0.9])
def test_a_cut_off_package_is_no_docx(keep: float) -> None:
    data = rewritten(str)

    assert is_docx(data)
    assert not is_docx(data[: int(len(data) * keep)])


@pytest.mark.parametrize("change", [lambda xml: xml[:-40], lambda _: "no XML", lambda _: "<other/>", lambda _: ""])
def test_a_damaged_main_part_is_called_so(change: Callable[[str], str]) -> None:
    with pytest.raises(DocumentCorrupt, match=r"some\.docx.*damaged"):
        docx_flow(rewritten(change), "some.docx")


def test_a_package_without_its_list_of_parts_is_called_damaged() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as package:
        package.writestr("word/document.xml", "<w/>")

    with pytest.raises(DocumentCorrupt):
        docx_flow(file.getvalue(), "some.docx")
