"""`compound lock`: what pipelines choose, written down."""

from __future__ import annotations

from pathlib import Path

import pytest

from compound_registry.choosing.lock import Lock
from compound_registry.choosing.needs import Needs
from tests.pipelines.cli.discovery.conftest import Run

PIPELINES = """
from compound import pipeline
from compound.values import Text
from compound_registry import use


@pipeline
def short(text: Text) -> Text:
    return use("text.summarise")(use("text.summarise")(text))


@pipeline
def plain(text: Text) -> Text:
    return text
"""


@pytest.fixture(autouse=True)
def _restored(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command leaves this changed in its process."""
    monkeypatch.setenv("COMPOUND_LOCK", "")


def lock(run: Run, folder: Path, name: str) -> tuple[str, Lock]:
    (folder / "mine.py").write_text(PIPELINES, "utf-8")
    done = run("lock", f"{folder / 'mine.py'}:{name}", "--file", str(folder / "pins.lock"))
    assert done.exit_code == 0, done.output
    return done.stdout, Lock.read(folder / "pins.lock")


def test_each_choice_is_pinned_once(run: Run, tmp_path: Path) -> None:
    said, pins = lock(run, tmp_path, "short")
    (pin,) = pins.choices
    assert pin == pins.pinned("text.summarise", Needs())
    assert pin.provider in said


def test_a_pipeline_that_chooses_nothing_pins_nothing(run: Run, tmp_path: Path) -> None:
    _, pins = lock(run, tmp_path, "plain")
    assert pins.choices == ()
