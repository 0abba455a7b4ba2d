"""Forms of answers, kept by a model of random weights, which would keep none by itself."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Literal

import numpy as np
import pytest
from pydantic import BaseModel, Field

from compound.errors.generation import BadForm
from compound.values import Message
from compound_nodes.generation.causal_lm import CausalLM
from compound_nodes.generation.decoding import Decoding, Generation, finished
from compound_nodes.generation.form import Form
from compound_nodes.generation.guide import FormGuide

pytest.importorskip("llguidance")


class Item(BaseModel):
    name: str = Field(max_length=5)
    price: float = Field(ge=0, le=99)


class Order(BaseModel):
    kind: Literal["receipt", "invoice"]
    paid: bool
    items: list[Item] = Field(max_length=2)
    note: str | None = Field(default=None, max_length=4)


@pytest.fixture(scope="module")
def model(tiny_writer: Path) -> CausalLM:
    return CausalLM.load(tiny_writer, name="tiny")


def answer(model: CausalLM, form: Form, temperature: float = 0.0, seed: int = 0, tokens: int = 256) -> Generation:
    question = (Message(role="user", content="hello"),)
    return finished(model.stream(question, Decoding(tokens, temperature, seed, form=form)))


@pytest.mark.parametrize("seed", range(4))
def test_an_answer_in_the_form_of_a_model_is_read_by_it(model: CausalLM, seed: int) -> None:
    generation = answer(model, Form.of_model(Order), temperature=1.0, seed=seed)
    assert Order.model_validate_json(generation.text)
    assert generation.ended == "stop"


def test_fields_that_are_not_declared_are_not_written() -> None:
    assert '"additionalProperties": false' in Form.of_model(Item).content


def test_a_regular_expression_is_matched_from_beginning_to_end(model: CausalLM) -> None:
    pattern = r"(yes|no), [0-9]{3}"
    generation = answer(model, Form("regular expression", pattern))
    assert re.fullmatch(pattern, generation.text)
    assert generation.ended == "stop"


def test_a_grammar_is_followed(model: CausalLM) -> None:
    generation = answer(model, Form("grammar", 'start: color " " color\ncolor: "red" | "green" | "blue"'))
    first, second = generation.text.split(" ")
    assert {first, second} <= {"red", "green", "blue"}


def test_an_answer_that_max_tokens_cuts_says_so(model: CausalLM) -> None:
    generation = answer(model, Form("regular expression", "[a-z]{50}"), tokens=7)
    assert (len(generation.text), generation.tokens, generation.ended) == (7, 7, "length")


def test_what_the_form_leaves_no_choice_about_takes_no_step_of_the_model(
    model: CausalLM, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = []
    step = model._step
    monkeypatch.setattr(model, "_step", lambda fed, cache: steps.append(len(fed)) or step(fed, cache))
    assert answer(model, Form("regular expression", "total: [0-9] EUR")).text[:7] == "total: "
    assert len(steps) == 1


def test_the_same_seed_draws_the_same_form(model: CausalLM) -> None:
    form = Form("regular expression", "[a-z]{12}")
    first, again, other = (answer(model, form, 1.0, seed).text for seed in (1, 1, 2))
    assert first == again
    assert first != other


@pytest.mark.parametrize(
    "form", [Form("regular expression", "("), Form("grammar", "start: missing"), Form("JSON Schema", "[]")]
)
def test_a_form_that_cannot_be_compiled_is_refused(model: CausalLM, form: Form) -> None:
    with pytest.raises(BadForm, match=form.kind) as caught:
        answer(model, form)
    assert caught.value.model == "tiny"


def test_a_mask_leaves_the_logits_of_what_may_follow_as_they_are(model: CausalLM) -> None:
    guide = FormGuide(Form("regular expression", "[ab]x"), model._guided_tokenizer, "tiny")
    masked = guide.masked(np.arange(259, dtype=np.float32))
    allowed = np.flatnonzero(np.isfinite(masked))
    assert model._tokenizer.convert_ids_to_tokens(allowed.tolist()) == ["a", "b"]
    assert masked[allowed].tolist() == allowed.tolist()
