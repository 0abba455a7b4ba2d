"""Ready pipelines made to measure."""

from __future__ import annotations

from pathlib import Path

import pytest

from compound_pipelines.cli.tailoring import NotTailored, SchemaNotFound, UnknownLanguage, tailored

FIELDS = "from pydantic import BaseModel\nclass Ticket(BaseModel):\n    price: float | None = None\n"


@pytest.fixture(autouse=True)
def fields(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "fields.py").write_text(FIELDS, encoding="utf-8")


def test_a_schema_of_ones_own_gives_the_fields() -> None:
    assert "DocumentReport[Ticket]" in str(tailored("document-understanding", schema="fields.py:Ticket"))


def test_a_schema_that_is_not_there_names_those_that_are() -> None:
    with pytest.raises(SchemaNotFound, match="Ticket"):
        tailored("document-understanding", schema="fields.py:Invoice")


@pytest.mark.parametrize("tag", ["klingon", "de_DE", "e", "-", "xx-YY", "de-DE-"])
def test_what_is_no_language_is_refused(tag: str) -> None:
    with pytest.raises(UnknownLanguage, match="BCP 47"):
        tailored("document-understanding", language=tag)


@pytest.mark.parametrize("option", [{"schema": "fields.py:Ticket"}, {"language": "de"}])
def test_only_some_pipelines_are_made_to_measure(option: dict[str, str]) -> None:
    with pytest.raises(NotTailored, match="document-understanding"):
        tailored("mine.py:halved", **option)
