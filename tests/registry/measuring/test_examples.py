from __future__ import annotations

from pathlib import Path

import pytest

from compound.errors.choosing import BadExamples
from compound_registry.measuring.examples import Example, read_examples


def test_a_line_is_an_example_and_blank_lines_are_none(tmp_path: Path) -> None:
    file = tmp_path / "examples.jsonl"
    file.write_text('{"inputs": {"text": "a"}, "expected": "b"}\n\n{"inputs": {"text": "c"}}\n')
    assert read_examples(file) == [Example(inputs={"text": "a"}, expected="b"), Example(inputs={"text": "c"})]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "has no line"),
        ('{"inputs": {}}\n{"input": 1}', "line 2"),
        ("[1]", "line 1"),
        ("{", "line 1"),
        ("\udcff", "codec"),
    ],
)
def test_what_cannot_be_read_is_named_by_its_line(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "examples.jsonl"
    file.write_text(text, errors="surrogateescape")
    with pytest.raises(BadExamples, match=says):
        read_examples(file)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadExamples, match=r"none\.jsonl"):
        read_examples(tmp_path / "none.jsonl")
