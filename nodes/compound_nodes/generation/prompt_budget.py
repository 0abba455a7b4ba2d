"""Conversations brought within a budget of tokens: refused, shortened or forgotten, and said so."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from compound.errors.generation import PromptCut, PromptTooLong
from compound.values.message import Message
from compound_nodes.generation.decoding import Measured

Overlong = Literal["refuse", "keep start", "keep end", "forget oldest"]
"""What happens to a conversation beyond its budget: it is refused; its last message is cut at a word, and the model is
shown "[…]" there; or the oldest messages are left out whole, but never those of the system or the last."""

MARK = "[…]"


@dataclass(frozen=True, slots=True)
class Budget:
    """How much a prompt may take, and what gives way."""

    tokens: int
    """The most tokens, with those of the chat template."""
    overlong: Overlong = "refuse"


def within(model: Measured, messages: Sequence[Message], budget: Budget) -> tuple[Message, ...]:
    """What `fitted` returns, with a `PromptCut` warning when that is not the whole. Raises PromptTooLong."""
    fitting = fitted(model, messages, budget)
    if fitting != tuple(messages):
        shown, tokens = model.count(fitting), model.count(messages)
        warnings.warn(
            f"{model.name} was shown {shown} of the {tokens} tokens of its prompt, whose budget is {budget.tokens} "
            f"({budget.overlong})",
            PromptCut,
            stacklevel=3,
        )
    return fitting


def fitted(model: Measured, messages: Sequence[Message], budget: Budget) -> tuple[Message, ...]:
    """The conversation, or what is left of it.

    Raises:
        PromptTooLong: when it does not fit and nothing (more) may be left out.
    """
    whole = tuple(messages)
    tokens = model.count(whole)
    if tokens <= budget.tokens:
        return whole
    shorter = _forgetful if budget.overlong == "forget oldest" else _shortened
    fitting = None if budget.overlong == "refuse" else shorter(model, whole, budget)
    if fitting is None:
        raise PromptTooLong(tokens=tokens, limit=budget.tokens, model=model.name)
    return fitting


def _forgetful(model: Measured, messages: tuple[Message, ...], budget: Budget) -> tuple[Message, ...] | None:
    left = list(messages)
    while forgettable := [message for message in left[:-1] if message.role != "system"]:
        left.remove(forgettable[0])
        while _begins_with_an_answer(left):  # to a question that was forgotten
            left.remove(next(message for message in left if message.role == "assistant"))
        if model.count(left) <= budget.tokens:
            return tuple(left)
    return None


def _begins_with_an_answer(messages: Sequence[Message]) -> bool:
    spoken = [message.role for message in messages if message.role != "system"]
    return spoken[:1] == ["assistant"]


def _shortened(model: Measured, messages: tuple[Message, ...], budget: Budget) -> tuple[Message, ...] | None:
    *before, last = messages
    words = last.content.split(" ")

    def keeping(count: int) -> tuple[Message, ...]:
        kept = words[:count] if budget.overlong == "keep start" else words[len(words) - count :]
        parts = (*kept, MARK) if budget.overlong == "keep start" else (MARK, *kept)
        return *before, Message(role=last.role, content=" ".join(parts))

    count = _most(len(words), lambda count: model.count(keeping(count)) <= budget.tokens)
    return keeping(count) if count else None


def _most(limit: int, fits: Callable[[int], bool]) -> int:
    """The largest count up to `limit` that fits, if all smaller ones do; 0 when none does."""
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if fits(middle) else (low, middle - 1)
    return low
