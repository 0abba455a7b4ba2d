"""What the cards of a made-up world say of a pipeline before it runs."""

from __future__ import annotations

import pytest

from compound import Pipeline, each, forecast, pipeline
from compound.errors.models import BadBudget, ForecastOverBudget
from compound.values import Text
from compound_registry import use
from tests.registry.choosing.conftest import GB, Rules, Small, World, card, provider

MB = 1_000_000


@pytest.fixture
def usual(world: World) -> World:
    """One node with a model of 400 MB that takes 10 MB for a thousand tokens, and rules."""
    figure = {"capability": "text.answer", "shape": "1x1000 tokens", "size": 10 * MB, "source": "a test"}
    small = card("small", parameters=GB // 10, activations=(figure,))
    world.install(provider(Small, models=("small",)), provider(Rules), cards=[small], here=["small"])
    return world


@pytest.fixture
def asking(usual: World) -> Pipeline[[Text], Text]:
    small, rules = use("text.answer"), use("text.answer", provider="Rules")

    @pipeline
    def asking(question: Text) -> Text:
        answer: Text = small(rules(question))
        return answer

    return asking


def test_weights_and_calls_add_up(asking: Pipeline[[Text], Text]) -> None:
    found = forecast(asking)
    assert found.loads.order == ("small",)
    assert found.peak == 400 * MB + 10 * MB
    assert [need.node for need in found.needs] == ["small"]


def test_known_inputs_scale_what_calls_take(usual: World) -> None:
    small = use("text.answer")

    @pipeline
    def straight(question: Text) -> Text:
        answer: Text = small(question)
        return answer

    assert forecast(straight, Text(content="four" * 200)).working == 2 * MB


def test_a_body_is_counted_for_one_turn(usual: World) -> None:
    small = use("text.answer")

    @pipeline
    def many(questions: list[Text]) -> list[Text]:
        return each(small, questions)

    (need,) = forecast(many).needs
    assert (need.node, need.calls) == ("each/small", None)


def test_what_nobody_knows_is_named_and_not_taken_for_nothing(world: World) -> None:
    world.install(provider(Small, models=("small",)), cards=[card("small", parameters=None)], here=["small"])
    small = use("text.answer")

    @pipeline
    def straight(question: Text) -> Text:
        answer: Text = small(question)
        return answer

    found = forecast(straight)
    assert found.unknown == ("small",)
    assert found.seconds is None


def test_a_model_over_the_budget_is_refused_with_what_would_fit(asking: Pipeline[[Text], Text]) -> None:
    with pytest.raises(ForecastOverBudget, match=r"small needs small, 400 MB.*100 MB\. These would fit: Rules"):
        forecast(asking, memory="100MB")


def test_a_budget_that_is_no_size_is_refused(asking: Pipeline[[Text], Text]) -> None:
    with pytest.raises(BadBudget):
        forecast(asking, memory="plenty")


def test_nothing_is_loaded(asking: Pipeline[[Text], Text], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Small, "load", lambda self: pytest.fail("it was loaded"))
    forecast(asking, Text(content="hello"))
