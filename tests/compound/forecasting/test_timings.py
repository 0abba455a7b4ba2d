from __future__ import annotations

from pathlib import Path

import pytest

from compound import each, node, pipeline
from compound.forecasting import timings
from compound.forecasting.timings import KEPT, remember, seconds_a_call


@node
def double(x: int) -> int:
    """Twice as much."""
    return 2 * x


@pipeline
def doubled(numbers: list[int]) -> list[int]:
    return each(double, numbers)


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMPOUND_HOME", str(tmp_path))
    monkeypatch.setattr(timings, "WORTH", 0.0)


def test_what_never_ran_is_unknown() -> None:
    assert seconds_a_call(double.ref) is None


def test_a_node_in_a_body_is_remembered_a_call() -> None:
    run = doubled.run([1, 2, 3])
    remember(doubled.plan, run)
    assert seconds_a_call(double.ref) == pytest.approx(run.timings["each/double"].seconds / 3, abs=1e-6)


def test_the_last_runs_count(tmp_path: Path) -> None:
    for _ in range(KEPT + 3):
        remember(doubled.plan, doubled.run([1]))
    assert (tmp_path / "timings.json").read_text().count(",") == KEPT - 1


@pytest.mark.parametrize("torn", ["", "{", "[1]", "null"])
def test_a_torn_file_is_as_none(tmp_path: Path, torn: str) -> None:
    (tmp_path / "timings.json").write_text(torn)
    assert seconds_a_call(double.ref) is None
    remember(doubled.plan, doubled.run([1]))
    assert seconds_a_call(double.ref) is not None


def test_what_takes_next_to_no_time_is_written_down_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(timings, "WORTH", 1000.0)
    for _ in range(3):
        remember(doubled.plan, doubled.run([1]))
    assert (tmp_path / "timings.json").read_text().count(",") == 0
