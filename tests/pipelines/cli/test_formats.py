"""Results as JSON and as CSV."""

from __future__ import annotations

import csv
import datetime
import io
import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from compound import node, pipeline
from compound.values import DocumentText, Extracted, FieldValue, Frame, Label, PageText, Text
from compound_pipelines.cli.formats import AsCsv, AsJson, NoColumns
from compound_pipelines.cli.work import Outcome
from compound_pipelines.document_report import DocumentReport
from compound_pipelines.document_understanding import understanding


class Bill(BaseModel):
    total: Decimal | None = None
    date: datetime.date | None = None
    kind: str | None = None
    items: list[str] = []


def reported(summary: str = "", **values: Any) -> DocumentReport[Bill]:
    page = PageText(content="", page=1, frame=Frame(width=10, height=10, digest="0" * 64))
    return DocumentReport[Bill](
        source="=1+1.pdf",
        pages=1,
        text=DocumentText.join([page]),
        kind=Label(name="invoice", confidence=0.98765, distribution={"invoice": 1.0}),
        fields=Extracted[Bill](
            value=None, fields={name: FieldValue(value=value, confidence=0.5) for name, value in values.items()}
        ),
        summary=Text(content=summary),
    )


def as_csv(*reports: DocumentReport[Bill]) -> list[dict[str, str]]:
    format = AsCsv(understanding(Bill))
    text = "\n".join([format.heading, *(format.result(Outcome("", report)) for report in reports)])
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_row_holds_the_document_its_fields_with_confidences_and_the_summary() -> None:
    (row,) = as_csv(reported("Due now.", total="12.50", date="2024-05-07", kind="bill"))
    assert row == {
        "source": "'=1+1.pdf",
        "kind": "invoice",
        "kind_confidence": "0.988",
        "pages": "1",
        "total": "12.50",
        "total_confidence": "0.5",
        "date": "2024-05-07",
        "date_confidence": "0.5",
        "fields.kind": "bill",
        "fields.kind_confidence": "0.5",
        "items": "",
        "items_confidence": "",
        "summary": "Due now.",
    }


def test_lists_are_json_in_a_cell() -> None:
    (row,) = as_csv(reported(items=[{"name": 'a "b", ü', "amount": 1.5}]))
    assert json.loads(row["items"]) == [{"name": 'a "b", ü', "amount": 1.5}]


@pytest.mark.parametrize("formula", ["=HYPERLINK(0)", "+1-2", "-1+cmd|' /C calc'!A0", "@SUM(1)", "\t=1", "＝1+1", "-"])
def test_what_a_spreadsheet_would_compute_is_text(formula: str) -> None:
    assert as_csv(reported(formula))[0]["summary"] == f"'{formula}"


@pytest.mark.parametrize("number", ["-12.50", "-1", "-1E+3", -4, -0.5])
def test_negative_numbers_stay_numbers(number: str | float) -> None:
    assert float(as_csv(reported(total=number))[0]["total"]) == float(number)


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=4))
def test_any_text_comes_back_in_its_own_row(texts: list[str]) -> None:
    rows = as_csv(*map(reported, texts))
    assert [row["summary"].removeprefix("'") for row in rows] == [text.removeprefix("'") for text in texts]


def test_there_is_no_csv_of_an_output_without_columns() -> None:
    @node
    def half(x: int) -> float:
        return x / 2

    @pipeline
    def halved(x: int) -> float:
        return half(x)

    with pytest.raises(NoColumns, match="float"):
        AsCsv(halved)


def test_json_is_one_line_with_models_and_seconds() -> None:
    outcome = Outcome("", "two\nlines", frozenset({"b", "a"}), 1.23456)
    line = AsJson().result(outcome)
    assert "\n" not in line
    assert json.loads(line) == {"output": "two\nlines", "models": ["a", "b"], "seconds": 1.235}
