"""Measuring real nodes without a model, in processes of their own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from compound_registry import find
from compound_registry.choosing.measurements import Measurement, measured
from compound_registry.measuring.comparison import Failure, Trials, compare

RULES = "TextExtractByRules"


@pytest.fixture
def examples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COMPOUND_HOME", str(tmp_path / "home"))
    file = tmp_path / "examples.jsonl"
    lines = [
        {"inputs": {"text": "Acme Ltd\nTotal: 12.00 EUR\nDate: 2024-03-05"}, "expected": {"total": "12.00"}},
        {"inputs": {"text": "Nothing here"}, "expected": {"total": None}},
    ]
    file.write_text("\n".join(json.dumps(line) for line in lines))
    return file


def _outcomes(examples: Path, settings: dict[str, Any]) -> dict[str, Measurement | Failure]:
    outcomes = compare(
        find("text.extract", installed=True), Trials(examples, settings, ("tests.registry.measuring.bill",))
    )
    return {outcome.candidate: outcome for outcome in outcomes}


def test_figures_are_taken_and_remembered_for_find(examples: Path) -> None:
    outcome = _outcomes(examples, {"schema": {"$class": "tests.registry.measuring.bill:Bill"}})[RULES]
    assert isinstance(outcome, Measurement)
    assert (outcome.metric, outcome.quality, outcome.count) == ("field accuracy", 1.0, 2)
    assert outcome.seconds > 0
    assert measured("text.extract")[RULES] == outcome
    reasons = {choice.candidate.name: choice.reason for choice in find("text.extract")}
    assert "measured here on 2: field accuracy 1.000" in reasons[RULES]


def test_a_node_that_refuses_is_reported_in_one_line(examples: Path) -> None:
    outcome = _outcomes(examples, {"shcema": 1})[RULES]
    assert isinstance(outcome, Failure)
    assert "shcema" in outcome.reason
    assert measured("text.extract") == {}
