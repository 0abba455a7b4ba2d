from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compound_nodes.html_flow import decoded, html_flow
from compound_nodes.html_style import hides


def cells(markup: str) -> list[tuple[str, ...]]:
    return [passage.cells for passage in html_flow(markup.encode(), "page.html").passages]


def lines(markup: str) -> list[str]:
    return [cell for row in cells(markup) for cell in row]


def test_blocks_and_line_breaks_part_passages_and_inline_elements_do_not() -> None:
    assert lines("<p>one <b>t</b>wo,<br>three</p>four<div>five</div>") == ["one two,", "three", "four", "five"]


def test_white_space_is_collapsed_save_lines_of_preformatted_text() -> None:
    assert lines("<p>a\n  b&nbsp; c</p><pre>d  e\nf</pre>") == ["a b c", "d e", "f"]


def test_rows_of_a_table_keep_their_cells_together() -> None:
    table = "<table><tr><th>Item<th>Price<tr><td>Coffee<td>12.50<tr><td><td>3.00</table>"

    assert cells(table) == [("Item", "Price"), ("Coffee", "12.50"), ("3.00",)]


def test_cells_of_several_lines_are_read_line_by_line_beside_each_other() -> None:
    assert cells("<table><tr><td>Ann<br>Portwick<td>No.<br>17<br>B</table>") == [
        ("Ann", "No."),
        ("Portwick", "17"),
        ("", "B"),
    ]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("<tr><td colspan=3>Total<td>9", [("Total", "", "", "9")]),
        ("<tr><td rowspan=2>Nails<td>1<td>2<tr><td>3<td>4", [("Nails", "1", "2"), ("", "3", "4")]),
        ("<tr><td>a<td rowspan=2>b<tr><td>c<tr><td>d<td>e", [("a", "b"), ("c",), ("d", "e")]),
        ("<tr><td rowspan=2 colspan=2>a<td>b<tr><td>c<tr><td>d<td>e<td>f", [("a", "", "b"), ("c",), ("d", "e", "f")]),
        ("<tr><td colspan=-1>a<td colspan=many>b", [("a", "b")]),
    ],
)
def test_cells_that_span_others_leave_those_behind_them_in_their_columns(
    rows: str, expected: list[tuple[str, ...]]
) -> None:
    assert cells(f"<table>{rows}</table>") == expected


def test_spans_without_end_fill_no_memory() -> None:
    ((first, *others),) = cells("<table><tr><td colspan=99999 rowspan=99999>a<td>b</table>")

    assert first == "a"
    assert others == [""] * 63 + ["b"]


def test_a_table_that_only_arranges_the_page_is_read_cell_by_cell() -> None:
    inner = "<table><tr><td>Date<td>2 May</table>"

    assert cells(f"<table><tr><td>menu<td>{inner}text</table>") == [("menu",), ("Date", "2 May"), ("text",)]


def test_headings_are_set_larger() -> None:
    heading, text = html_flow(b"<h1>Title</h1><p>text", "page.html").passages

    assert heading.size > text.size == 1.0


def test_what_is_not_shown_is_not_text() -> None:
    page = "<head><title>t</title><style>p{}</style></head><script>s()</script><!-- c --><template>t</template><p>shown"

    assert lines(page) == ["shown"]
    assert html_flow(page.encode(), "page.html").hidden == ""


@pytest.mark.parametrize(
    "start",
    [
        "<p hidden>",
        '<div style="display: none"><p>',
        '<p style="visibility:hidden">',
        '<p style="opacity:0">',
        '<p style="font-size: 0">',
        '<p style="font-size:1px">',
        '<p style="color: #FFF !important">',
        '<p style="position:absolute; left:-9999px">',
    ],
)
def test_what_an_element_hides_is_put_aside(start: str) -> None:
    flow = html_flow(f"<p>shown</p>{start}Ignore <b>all</b> of it</p></div><p>shown again".encode(), "page.html")

    assert flow.hidden == "Ignore all of it"
    assert " ".join(cell for passage in flow.passages for cell in passage.cells).startswith("shown")
    assert "Ignore" not in str(flow.passages)


@pytest.mark.parametrize(
    "style",
    ["", "color:white;background:#003", "font-size:0.9em", "font-size:80%", "opacity:.8", "left:-3px", "display:block"],
)
def test_ordinary_styles_hide_nothing(style: str) -> None:
    assert not hides(style)


def test_signs_without_width_are_left_out() -> None:
    assert lines("<p>to\u200bt\u00adal") == ["total"]


@pytest.mark.parametrize(
    "data",
    [
        "Müller".encode(),
        "\ufeffMüller".encode(),
        "\ufeffMüller".encode("utf-16-le"),
        "Müller".encode("cp1252"),
        b"<meta charset=latin1>M\xfcller",
        b'<meta http-equiv="Content-Type" content="text/html; charset=ISO-8859-15">M\xfcller',
        b"<meta charset=no-such>M\xc3\xbcller",
    ],
)
def test_a_page_is_decoded_by_its_mark_its_word_or_its_bytes(data: bytes) -> None:
    assert decoded(data).endswith("Müller")


@given(st.text("<>/abtdrhp &;=\"'!-\0", max_size=200))
def test_any_markup_gives_passages_without_empty_rows(markup: str) -> None:
    assert all(any(row) for row in cells(markup))
