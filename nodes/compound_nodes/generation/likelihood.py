"""How likely a causal language model holds given answers to be, without writing any."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from compound.values.message import Message
from compound_nodes.extras import require
from compound_nodes.generation.causal_lm import CausalLM
from compound_nodes.generation.torch_threads import at_most, threads_of_a_step


def log_likelihoods(model: CausalLM, messages: Sequence[Message], answers: Sequence[str]) -> NDArray[np.float64]:
    """The logarithm of the probability of each whole answer, its end included: float64 of shape (len(answers),).

    All answers stand behind one prompt in a single pass, and a mask lets each see the prompt and itself alone, as the
    branches of a tree (tree attention: Miao et al., SpecInfer, 2023).

    Raises:
        NoChatTemplate, TemplateRefused: as `CausalLM.stream` does.
    """
    if not answers:
        return np.empty(0)
    prompt = model._prompt(messages)
    branches = [[*_tokens(model, answer), model._tokenizer.eos_token_id] for answer in answers]
    logits = _logits(model, prompt, branches)
    totals, at = [], 1
    for branch in branches:
        rows = [0, *range(at, at + len(branch) - 1)]
        totals.append(sum(logits[row, token] for row, token in zip(rows, branch, strict=True)))
        at += len(branch)
    return np.array(totals, np.float64)


def _tokens(model: CausalLM, answer: str) -> list[int]:
    return list(model._tokenizer(answer, add_special_tokens=False)["input_ids"])


def _logits(model: CausalLM, prompt: list[int], branches: list[list[int]]) -> NDArray[np.float32]:
    """Log-probabilities of what follows the prompt and each token of the branches: (1 + tokens, vocabulary)."""
    torch = require("torch", extra="models")
    tokens = [*prompt, *(token for branch in branches for token in branch)]
    places = [*range(len(prompt)), *(len(prompt) + depth for branch in branches for depth in range(len(branch)))]
    seen = torch.from_numpy(_seen(len(prompt), branches)).to(model._model.device)
    with torch.inference_mode(), at_most(threads_of_a_step()):
        out: Any = model._model(
            input_ids=torch.tensor([tokens], device=model._model.device),
            position_ids=torch.tensor([places], device=model._model.device),
            attention_mask=seen[None, None],
            use_cache=False,
            logits_to_keep=len(tokens) - len(prompt) + 1,
        )
        return np.asarray(torch.log_softmax(out.logits[0].float(), -1).cpu().numpy(), np.float32)


def _seen(prompt: int, branches: list[list[int]]) -> NDArray[np.bool_]:
    """Which token (row) sees which (column): what came before it, but no branch of another answer."""
    branch_of = np.array([0] * prompt + [index for index, branch in enumerate(branches, 1) for _ in branch])
    shared = (branch_of[None, :] == 0) | (branch_of[:, None] == branch_of[None, :])
    return np.asarray(np.tril(shared), np.bool_)
