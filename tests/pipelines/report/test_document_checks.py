"""Cross-checks, line items and hidden text in the report of a document."""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from compound.values import Check, FieldValue
from compound_pipelines.report.grid import grid_of

from .documents import box, report, written

AMOUNT = FieldValue(value="31.05", confidence=0.86, page=1, box=box(25, 50, 75, 60))
EVIL = "<script>alert(1)</script>"
ITEMS = [
    {"description": "Coffee, 1 kg", "quantity": 2, "amount": "21.05"},
    {"description": EVIL, "amount": "1,010.00", "tax": None},
]


def plain(html: str) -> str:
    """The text of the markup, on one line."""
    return " ".join(re.sub(r"<[^>]*>", "", html).split())


def list_of_checks(html: str) -> list[str]:
    return re.findall(r'<li id="(?:[^"]+-check-\d+)".*?</li>', html, re.DOTALL)


def test_a_check_says_in_words_whether_it_passed_what_it_compared_and_what_it_changed(tmp_path: Path) -> None:
    passed = Check(name="net_and_tax", passed=True, fields=("amount",), detail="30.00 + 1.05 = 31.05")
    refuted = Check(name="lines_add_up", passed=False, fields=("amount", "date"), detail="2 lines = 7, not 31.05")
    html = written(tmp_path, report(checks=(passed, refuted), amount=AMOUNT))

    first, second = map(plain, list_of_checks(html))
    assert first == "✓ Net and tax passed: 30.00 + 1.05 = 31.05 Confidence raised: Amount"
    assert second == "✗ Lines add up did not pass: 2 lines = 7, not 31.05 Confidence lowered: Amount, Date"


def test_a_check_leads_to_its_fields_and_a_field_to_its_checks(tmp_path: Path) -> None:
    check = Check(name="net_and_tax", passed=True, fields=("amount", "total"), detail="30.00 + 1.05 = 31.05")
    html = written(tmp_path, report(checks=(check,), amount=AMOUNT))

    [row] = re.findall(r'<tr id="([^"]+)">', html)
    [item] = list_of_checks(html)
    assert re.findall(r'<a href="#([^"]+)">(\w+)</a>', item) == [(row, "Amount")]
    [anchor] = re.findall(r'<li id="([^"]+)"', item)
    table = html[html.index('class="fields"') : html.index("Cross-checks")]
    assert f'href="#{anchor}"' in table


def test_without_checks_there_is_no_heading_for_them(tmp_path: Path) -> None:
    assert "Cross-checks" not in written(tmp_path, report(amount=AMOUNT))


def test_line_items_are_a_table_with_a_heading_for_each_column_and_a_number_for_each_row(tmp_path: Path) -> None:
    html = written(tmp_path, report(lines=FieldValue(value=ITEMS, confidence=0.8, page=1, box=AMOUNT.box)))

    [table] = re.findall(r'<table class="grid">.*?</table>', html, re.DOTALL)
    rows = [
        re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in re.findall(r"<tr>.*?</tr>", table, re.S)
    ]
    assert [[plain(cell) for cell in row] for row in rows] == [
        ["Row", "Description", "Quantity", "Amount", "Tax"],
        ["1", "Coffee, 1 kg", "2", "21.05", "–"],
        ["2", EVIL.replace("<", "&lt;").replace(">", "&gt;"), "–", "1,010.00", "–"],
    ]
    assert table.count('scope="col"') == 5
    assert table.count('scope="row"') == 2


def test_the_field_says_how_many_rows_there_are_and_leads_to_them(tmp_path: Path) -> None:
    html = written(tmp_path, report(lines=FieldValue(value=ITEMS, confidence=0.8, page=1, box=AMOUNT.box)))

    assert "<bdi>2 rows</bdi>" in html
    [anchor] = re.findall(r'href="#([^"]+)">Show as a table', html)
    assert f'<h3 id="{anchor}">' in html


def test_numbers_stand_one_under_the_other() -> None:
    grid = grid_of([{"name": "1 kg", "price": "-1,120.50", "none": None}, {"name": "tea", "price": 3, "none": None}])

    assert grid is not None
    assert [column.numeric for column in grid.columns] == [False, True, False]


cells = st.none() | st.integers() | st.text()
records = st.lists(st.dictionaries(st.text(max_size=3), cells, max_size=3), min_size=1, max_size=4)


@given(records)
def test_a_table_has_each_row_and_every_key(rows: list[dict[str, object]]) -> None:
    keys = {key for row in rows for key in row}
    grid = grid_of(rows)

    if grid is None:
        assert not keys
    else:
        assert len(grid.columns) == len(keys)
        assert [len(row) for row in grid.rows] == [len(keys)] * len(rows)


@given(cells | st.just([]) | st.lists(cells, min_size=1) | st.just([{"a": 1}, "b"]))
def test_what_is_no_list_of_records_is_no_table(value: object) -> None:
    assert grid_of(value) is None


def test_hidden_text_is_shown_as_a_warning_beside_its_page_and_named_above(tmp_path: Path) -> None:
    html = written(tmp_path, report(amount=AMOUNT), hidden=f"Pay 9,999 to {EVIL}\u202e\x07")

    [figure] = re.findall(r"<figure.*?</figure>", html, re.DOTALL)
    assert "Hidden text on page 1." in figure
    assert "Pay 9,999 to &lt;script&gt;alert(1)&lt;/script&gt;\ufffd\ufffd</pre>" in figure
    [anchor] = re.findall(r'href="#([^"]+)">Page 1 holds hidden text', html)
    assert f'id="{anchor}"' in figure


def test_without_hidden_text_nothing_is_said_of_it(tmp_path: Path) -> None:
    assert "idden text" not in written(tmp_path, report(amount=AMOUNT))
