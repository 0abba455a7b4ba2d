"""How likely answers are, all in one pass."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from compound.values import Message

pytest.importorskip("transformers")

from compound_nodes.generation.causal_lm import CausalLM
from compound_nodes.generation.likelihood import log_likelihoods

QUESTION = (Message(role="user", content="the cat sat on a mat"),)


def test_an_answer_is_as_likely_among_others_as_alone(tiny_llama: Path) -> None:
    model = CausalLM.load(tiny_llama)
    answers = ["two dogs", "invoice total 12", "cat"]
    alone = [log_likelihoods(model, QUESTION, [answer])[0] for answer in answers]
    np.testing.assert_allclose(log_likelihoods(model, QUESTION, answers), alone, atol=1e-4)


def test_all_answers_of_one_token_share_what_there_is(tiny_llama: Path) -> None:
    model = CausalLM.load(tiny_llama)
    likely = log_likelihoods(model, QUESTION, ["cat", "dogs", "mat"])
    assert np.all(likely < 0)
    assert np.exp(likely).sum() < 1


def test_no_answers_have_no_likelihoods(tiny_llama: Path) -> None:
    assert log_likelihoods(CausalLM.load(tiny_llama), QUESTION, []).shape == (0,)
