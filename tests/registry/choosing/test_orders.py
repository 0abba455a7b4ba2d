"""The tables of what comes first, by task and by constraint, hold on the cards that come with compound."""

from __future__ import annotations

from itertools import groupby

import pytest

from compound_registry import Found, find
from compound_registry.choosing.candidate import Candidate
from compound_registry.choosing.orders import PREFERENCES, TASKS, Kind, Task, order_for


def _kinds(found: Found, order: tuple[Kind, ...]) -> list[str]:
    """The kinds of the choices in their order, each once."""
    labels = [_label(choice.candidate, order) for choice in found]
    return [label for label, _ in groupby(labels)]


def _label(candidate: Candidate, order: tuple[Kind, ...]) -> str:
    return next((kind.label for kind in order if kind.covers(candidate)), "the rest")


@pytest.mark.parametrize("task", TASKS, ids=lambda task: task.name)
def test_a_task_is_done_first_by_its_first_kind(task: Task) -> None:
    first, second = task.order
    kinds = _kinds(find(task=task.name), task.order)
    assert kinds[:2] == [first.label, second.label]


@pytest.mark.parametrize(
    ("capability", "constraint", "kinds"),
    [
        ("text.generate", "memory", ["SLM", "quantised LLM (4-bit)"]),
        ("text.classify", "memory", ["SLM", "quantised LLM (4-bit)", "MLM"]),
        ("image.generate", "latency", ["LCM, SLM, SAM"]),
        ("text.chat", "latency", ["LCM, SLM, SAM"]),
        ("image.segment", "latency", ["LCM, SLM, SAM"]),
        ("text.generate", "quality", ["frontier LLM"]),
        ("any.respond", "quality", ["LMM"]),
    ],
)
def test_a_preference_puts_its_kinds_first(capability: str, constraint: str, kinds: list[str]) -> None:
    found = find(capability, prefer=constraint)
    assert _kinds(found, PREFERENCES[constraint])[: len(kinds)] == kinds


@pytest.mark.parametrize(
    ("capability", "kinds"),
    [("text.generate", ["SLM", "quantised model"]), ("text.classify", ["SLM", "quantised model", "MLM"])],
)
def test_on_device_the_small_and_quantised_come_first_and_nothing_is_remote(capability: str, kinds: list[str]) -> None:
    found = find(capability, on_device=True)
    order = order_for(capability, found.needs)
    assert _kinds(found, order)[: len(kinds)] == kinds
    assert not any(choice.candidate.remote for choice in found)
