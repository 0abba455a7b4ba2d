from __future__ import annotations

import sys

import pytest

from compound import Node, Pipeline, pipeline
from compound.errors.capabilities import BadSettings, UnknownCapability
from compound.errors.choosing import NothingFits, UnknownProvider
from compound.values import Text
from compound_registry import Needs, use, use_late
from tests.registry.choosing.conftest import GB, Failing, Rules, Server, Small, World, card, provider

HELLO = Text(content="hello")


@pytest.fixture
def usual(world: World) -> World:
    """A node with a small model that also runs a larger one, rules, and a server."""
    world.install(
        provider(Small, models=("small",), loaders=("transformers:AutoModelForCausalLM",)),
        provider(Rules),
        provider(Server, remote=True),
        cards=[card("small", parameters=GB // 10), card("large", "llm", parameters=7 * GB)],
        here=["small", "large"],
    )
    return world


def test_without_needs_it_is_the_default(usual: World) -> None:
    assert isinstance(use("text.answer"), Small)


def test_a_provider_is_named_by_its_class(usual: World) -> None:
    assert isinstance(use("text.answer", provider="Rules", limit=3), Rules)


def test_an_unknown_provider_is_answered_with_those_there_are(usual: World) -> None:
    with pytest.raises(UnknownProvider, match="has no provider 'Rule'; it has Small, Rules, Server"):
        use("text.answer", provider="Rule")


def test_needs_choose_the_first_that_meets_them(usual: World) -> None:
    assert isinstance(use("text.answer", needs=Needs(memory="100MiB")), Rules)
    assert use("text.answer", needs=Needs(family="llm")) == Small(model="large")


def test_settings_choose_among_those_that_accept_them(usual: World) -> None:
    assert isinstance(use("text.answer", needs=Needs(), url="https://here.example"), Server)


def test_settings_that_none_accepts_are_blamed_on_the_best(usual: World) -> None:
    with pytest.raises(BadSettings, match=r"makes a Small, which does not accept.*`colour`"):
        use("text.answer", needs=Needs(), colour="red")


def test_when_nothing_fits_each_is_named_with_its_reason(usual: World) -> None:
    with pytest.raises(NothingFits) as raised:
        use("text.answer", needs=Needs(family="sam"))
    assert "with family=['sam']" in raised.value.message
    assert "Rules: it is rules, not sam" in raised.value.message


def test_on_device_is_never_relaxed(world: World) -> None:
    world.install(provider(Server, remote=True))
    with pytest.raises(NothingFits, match="Server: inputs would leave this machine"):
        use("text.answer", needs=Needs(on_device=True))


class Disloyal(Node, fallback=Server()):
    """Stands for a node of this machine that turns to a server when it fails."""

    def run(self, text: Text) -> Text:
        raise RuntimeError("broken")


def test_on_device_does_not_trust_a_node_that_falls_back_to_a_server(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.modules["choosing_fakes"], "Disloyal", Disloyal, raising=False)
    world.install(provider(Disloyal), provider(Server, remote=True))
    with pytest.raises(NothingFits, match="Disloyal: its own fallback sends inputs away"):
        use("text.answer", needs=Needs(on_device=True))


def test_late_has_the_ports_at_build_and_the_provider_at_run(world: World) -> None:
    world.install(provider(Rules))
    answer = use_late("text.answer", needs=Needs(family="slm"))

    @pipeline
    def ask(question: Text) -> Text:
        reply: Text = answer(question)
        return reply

    assert str(answer.signature) == "(text: Text) -> Text"
    assert isinstance(ask.run(HELLO).failures["text_answer"].error, NothingFits)
    world.install(provider(Small, models=("small",)), cards=[card("small")], here=["small"])
    assert ask(HELLO).content == "small 1: hello"


def test_late_refuses_an_unknown_capability_at_build(usual: World) -> None:
    with pytest.raises(UnknownCapability):
        _ = use_late("text.anser").signature


class TestAFallbackByCapability:
    def test_is_the_next_provider_with_the_same_settings_and_is_recorded(self, world: World) -> None:
        world.install(provider(Failing), provider(Rules))
        run = _answering(Failing(limit=7)).run(HELLO)
        assert run.output.content == "rules: hello"
        assert run.decisions == {"failing": "fallback rules after RuntimeError: broken weights"}

    def test_never_leaves_this_machine(self, world: World) -> None:
        world.install(provider(Failing), provider(Server, remote=True))
        run = _answering(Failing()).run(HELLO)
        assert not run.ok
        assert list(run.failures) == ["failing"]

    def test_of_a_server_may_be_another_server(self, world: World) -> None:
        world.install(provider(Failing, remote=True), provider(Server, remote=True))
        assert _answering(Failing()).run(HELLO).output.content == "away: hello"

    def test_tries_each_once_and_then_fails(self, world: World) -> None:
        world.install(provider(Failing))
        run = _answering(Failing()).run(HELLO)
        assert "broken weights" in str(run.failures["failing"])

    def test_travels_in_the_serialised_form(self, world: World) -> None:
        world.install(provider(Failing), provider(Rules))
        (step,) = _answering(Failing()).spec()["steps"]
        assert step["policy"] == {"fallback": "text.answer"}


def _answering(node: Failing) -> Pipeline[[Text], Text]:
    falling_back = node.with_policy(fallback="text.answer")

    @pipeline
    def answering(question: Text) -> Text:
        return falling_back(question)

    return answering
