"""`text.generate` and `text.chat` as nodes, with the tiny model."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, Field, ValidationError, field_validator

from compound import pipeline
from compound.errors.generation import AnswerCut, AnswerInvalid, NothingSaid, PromptCut, PromptTooLong
from compound.run.events import NodePartial
from compound.values import Message, Text
from compound_nodes.generation.causal_lm import CausalLM
from compound_nodes.generation.decoding import Decoding, Generation, finished
from compound_nodes.text_chat import TextChat, TextChatServer
from compound_nodes.text_generate import TextGenerate, TextGenerateServer


class Paid(BaseModel):
    paid: bool
    note: str = Field(max_length=4)


class Never(BaseModel):
    paid: bool

    @field_validator("paid")
    @classmethod
    def _refused(cls, paid: bool) -> bool:
        raise ValueError("never")


def user(content: str) -> Message:
    return Message(role="user", content=content)


@pytest.fixture(scope="module")
def model(tiny_writer: Path) -> CausalLM:
    return CausalLM.load(tiny_writer, name="tiny")


@pytest.fixture(scope="module")
def generate(model: CausalLM) -> type[TextGenerate]:
    class Generate(TextGenerate):
        def load(self) -> CausalLM:
            return model

    return Generate


@pytest.fixture(scope="module")
def chat(model: CausalLM) -> type[TextChat]:
    class Chat(TextChat):
        def load(self) -> CausalLM:
            return model

    return Chat


def test_a_prompt_is_answered_after_what_the_system_says(generate: type[TextGenerate], model: CausalLM) -> None:
    told = (Message(role="system", content="be brief"), user("hello"))
    expected = finished(model.stream(told, Decoding(8))).text
    assert generate(max_tokens=8, system="be brief")(Text(content="hello")) == Text(content=expected)


def test_the_answer_is_told_piece_by_piece(generate: type[TextGenerate]) -> None:
    node = generate(max_tokens=8)

    @pipeline
    def write(prompt: Text) -> Text:
        return node(prompt)

    events = list(write.stream(Text(content="hello")))
    partials = [event.value for event in events if isinstance(event, NodePartial)]
    assert len(partials) > 1
    assert "".join(partials) == node(Text(content="hello")).content


def test_with_a_schema_the_output_is_an_instance_of_it(generate: type[TextGenerate]) -> None:
    node = generate(schema=Paid, max_tokens=64)
    assert node.signature.output.hint is Paid
    assert isinstance(node(Text(content="hello")), Paid)


def test_an_answer_that_does_not_reach_its_end_is_no_output(generate: type[TextGenerate]) -> None:
    with pytest.raises(AnswerCut, match="4 tokens"):
        generate(schema=Paid, max_tokens=4)(Text(content="hello"))


def test_what_a_validator_refuses_is_no_output(generate: type[TextGenerate]) -> None:
    with pytest.raises(AnswerInvalid, match="paid: Value error, never"):
        generate(schema=Never, max_tokens=32)(Text(content="hello"))


def test_a_pattern_is_kept_to(generate: type[TextGenerate]) -> None:
    assert generate(pattern="yes|no")(Text(content="hello")).content in ("yes", "no")


def test_only_one_form_can_be_asked_for() -> None:
    with pytest.raises(ValidationError, match="exclude each other"):
        TextGenerate(pattern="a", grammar='start: "a"')


def test_an_empty_stop_string_is_refused() -> None:
    with pytest.raises(ValidationError, match="must not be empty"):
        TextGenerate(stop=("",))


def test_a_prompt_over_its_budget_is_refused_or_cut(generate: type[TextGenerate]) -> None:
    prompt = Text(content="word " * 60)
    with pytest.raises(PromptTooLong) as caught:
        generate(max_tokens=8, prompt_tokens=100)(prompt)
    assert caught.value.limit == 100
    with pytest.warns(PromptCut):
        assert generate(max_tokens=8, prompt_tokens=100, overlong="keep start")(prompt).content


def test_the_context_bounds_the_budget(generate: type[TextGenerate]) -> None:
    with pytest.raises(PromptTooLong) as caught:
        generate(max_tokens=500, prompt_tokens=400)(Text(content="hello"))
    assert caught.value.limit == 12


def test_a_conversation_is_continued(chat: type[TextChat], model: CausalLM) -> None:
    talk = [user("hello"), Message(role="assistant", content="hi"), user("bye")]
    assert chat(max_tokens=8)(talk).content == finished(model.stream(talk, Decoding(8))).text


def test_a_long_conversation_forgets_its_beginning(chat: type[TextChat], model: CausalLM) -> None:
    talk = [user("x" * 600), Message(role="assistant", content="hi"), user("bye")]
    with pytest.warns(PromptCut, match="forget oldest"):
        answer = chat(max_tokens=8)(talk)
    assert answer.content == finished(model.stream(talk[2:], Decoding(8))).text


@pytest.mark.parametrize("messages", [[], [user("a"), Message(role="assistant", content="b")]])
def test_nobody_is_answered_who_said_nothing(chat: type[TextChat], messages: list[Message]) -> None:
    with pytest.raises(NothingSaid):
        chat()(messages)


class Parrot:
    """A server's model that says the last message again."""

    name = "parrot"

    def stream(self, messages: Sequence[Message], decoding: Decoding) -> Generator[str, None, Generation]:
        yield messages[-1].content
        return Generation(messages[-1].content, None, None, "stop")


@pytest.mark.parametrize("node", [TextGenerateServer, TextChatServer])
class TestServerNodes:
    URL = "http://localhost:1/v1"

    def test_an_answer_that_is_not_of_its_schema_is_no_output(
        self, node: type[Any], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(node, "load", lambda self: Parrot())
        asked: Any = Text(content='{"paid": 7}') if node is TextGenerateServer else [user('{"paid": 7}')]
        with pytest.raises(AnswerInvalid, match="note: Field required"):
            node(url=self.URL, model=f"parrot-{node.__name__}", schema=Paid)(asked)

    def test_a_key_in_the_place_of_its_variable_is_refused_and_not_repeated(self, node: type[Any]) -> None:
        with pytest.raises(ValidationError, match="environment variable") as caught:
            node(url=self.URL, model="m", key_variable="sk-secret")
        assert "sk-secret" not in str(caught.value)

    @pytest.mark.parametrize("url", ["localhost:1", "ftp://host/v1", "http://me:sk-secret@host/v1", "http://host/?k=1"])
    def test_an_address_that_is_none_or_holds_secrets_is_refused(self, node: type[Any], url: str) -> None:
        with pytest.raises(ValidationError, match="url") as caught:
            node(url=url, model="m")
        assert "sk-secret" not in str(caught.value)

    def test_the_settings_name_the_variable_and_not_the_key(
        self, node: type[Any], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("TINY_KEY", "sk-secret")
        made = node(url=self.URL, model="m", key_variable="TINY_KEY")
        assert "sk-secret" not in repr(made) + made.model_dump_json()
        assert "TINY_KEY" in repr(made)


@pytest.mark.models
def test_smollm2_fills_a_schema() -> None:
    class Capital(BaseModel):
        city: str = Field(max_length=20)

    node = TextGenerate(schema=Capital, max_tokens=32)
    assert node(Text(content="What is the capital of France? Answer in JSON.")).city == "Paris"
