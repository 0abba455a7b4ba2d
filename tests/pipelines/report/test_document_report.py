"""A report of documents: fields, and the places that they were read from."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from compound.values import FieldValue, Frame

from .documents import box, report, written


def ids(html: str) -> list[str]:
    return re.findall(r'\bid="([^"]+)"', html)


def test_a_field_leads_to_its_box_on_the_page_and_the_box_back_to_the_field(tmp_path: Path) -> None:
    html = written(tmp_path, report(amount=FieldValue(value="31.05", confidence=0.86, page=1, box=box(25, 50, 75, 60))))

    [row] = re.findall(r'<tr id="([^"]+)">', html)
    [(mark, back, style)] = re.findall(r'<a class="mark \w+" id="([^"]+)" href="#([^"]+)" style="([^"]+)"', html)
    assert f'<a href="#{mark}"' in html
    assert back == row
    assert style == "left:25.000%;top:25.000%;width:50.000%;height:5.000%"


def test_every_link_leads_somewhere_and_no_id_is_taken_twice(tmp_path: Path) -> None:
    amount = FieldValue(value="31.05", confidence=0.86, page=1, box=box(25, 50, 75, 60))
    html = written(tmp_path, report(amount=amount, currency=amount), report(amount=amount))

    assert len(ids(html)) == len(set(ids(html)))
    assert set(re.findall(r'href="#([^"]+)"', html)) <= set(ids(html))


def test_value_confidence_page_kind_and_what_is_missing_are_told(tmp_path: Path) -> None:
    amount = FieldValue(value="31.05", confidence=0.86, page=1)
    html = written(tmp_path, report(amount=amount, summary="Coffee and cake."))

    for said in ("31.05", "86%", "Receipt", "70%", "Coffee and cake.", "TOTAL 31.05", "a.png"):
        assert said in html
    assert re.search(r"Currency</th><td[^>]*>not found", html)


def test_the_page_is_shown_and_so_is_what_stands_in_the_box(tmp_path: Path) -> None:
    html = written(tmp_path, report(amount=FieldValue(value="1", confidence=1.0, page=1, box=box(25, 50, 75, 60))))

    assert html.count('src="data:image/webp;base64,') == 2
    assert '<rect x="10.0" y="20.0" width="50.0" height="10.0">' in html


def test_fields_read_from_one_box_share_one_mark(tmp_path: Path) -> None:
    place = box(25, 50, 75, 60)
    amount = FieldValue(value="31.05", confidence=0.9, page=1, box=place)
    html = written(tmp_path, report(amount=amount, currency=FieldValue(value="EUR", confidence=0.8, page=1, box=place)))

    assert html.count('class="mark ') == 1
    assert "Amount, Currency" in html


def test_a_box_of_another_image_gets_no_snippet(tmp_path: Path) -> None:
    other = Frame(width=50, height=50)
    html = written(tmp_path, report(amount=FieldValue(value="1", confidence=1.0, page=1, box=box(5, 5, 9, 9, other))))

    assert 'class="snippet"' not in html


@pytest.mark.parametrize(
    ("value", "shown"),
    [(None, "–"), (True, "true"), (3.5, "3.5"), (["a", 1], "[&#34;a&#34;, 1]"), ({"a": None}, "{&#34;a&#34;: null}")],
)
def test_a_field_may_hold_whatever_json_can_say(value: object, shown: str, tmp_path: Path) -> None:
    html = written(tmp_path, report(amount=FieldValue(value=value, confidence=0.5)))

    assert f"<bdi>{shown}</bdi>" in html


def test_nothing_that_a_document_says_becomes_markup(tmp_path: Path) -> None:
    evil = "<script>alert(1)</script>\"'><img src=http://x onerror=alert(1)>{{ 7 * 7 }}"
    field = FieldValue(value=evil, confidence=0.5, page=1, box=box(25, 50, 75, 60))
    html = written(tmp_path, report(source=evil, text=evil, summary=evil, amount=field))

    assert "<script" not in html
    assert "<img src=http" not in html
    assert "{{ 7 * 7 }}" in html
    assert html.count("&lt;script&gt;") >= 4


def test_the_page_loads_nothing_and_runs_nothing(tmp_path: Path) -> None:
    html = written(tmp_path, report())

    assert "default-src 'none'; img-src data:; style-src 'unsafe-inline'" in html
    assert not re.search(r'(src|href)="(?!data:|#)', html)
    assert not re.search(r"url\(|@import|<link", html)


def test_signs_that_reorder_or_break_text_are_replaced(tmp_path: Path) -> None:
    html = written(tmp_path, report(source="invoice\u202efdp.exe", summary="nul \x00 half \ud83d"))

    assert "invoice\ufffdfdp.exe" in html
    assert "nul \ufffd half \ufffd" in html
    assert "invisible \ufffd\ufffd" in written(tmp_path, report(summary="invisible \U000e0041\U000e0042"))


def test_what_is_very_long_is_shown_by_its_beginning_and_its_end(tmp_path: Path) -> None:
    amount = FieldValue(value="1" * 10_000 + "9", confidence=0.5)
    html = written(tmp_path, report(source="/folder/" + "a" * 10_000 + ".pdf", amount=amount))

    assert re.search(r"/folder/a{50,300} … a{50,300}\.pdf</bdi></h2>", html)
    assert re.search(r"<bdi>1{500,1000} … 1{200,1000}9</bdi>", html)
