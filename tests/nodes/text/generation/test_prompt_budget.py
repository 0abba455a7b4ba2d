from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compound.errors.generation import PromptCut, PromptTooLong
from compound.values import Message
from compound_nodes.generation.decoding import Decoding, Stream
from compound_nodes.generation.prompt_budget import MARK, Budget, Overlong, within


class WordCounter:
    """A model of one token a word, and one more a message."""

    name = "counter"
    context = 100

    def count(self, messages: Sequence[Message]) -> int:
        return sum(1 + len(message.content.split()) for message in messages)

    def stream(self, messages: Sequence[Message], decoding: Decoding) -> Stream:
        raise NotImplementedError


def user(content: str) -> Message:
    return Message(role="user", content=content)


def assistant(content: str) -> Message:
    return Message(role="assistant", content=content)


SYSTEM = Message(role="system", content="be brief")
TALK = (SYSTEM, user("one two"), assistant("three four"), user("five six"), assistant("seven"), user("eight nine"))


def test_what_fits_is_left_alone() -> None:
    assert within(WordCounter(), TALK, Budget(100)) == TALK


def test_what_does_not_fit_is_refused_with_its_numbers() -> None:
    with pytest.raises(PromptTooLong) as caught:
        within(WordCounter(), TALK, Budget(10))
    assert (caught.value.tokens, caught.value.limit) == (17, 10)


@pytest.mark.parametrize(("overlong", "kept"), [("keep start", f"a b c {MARK}"), ("keep end", f"{MARK} d e f")])
def test_a_long_message_is_cut_at_a_word_and_says_so(overlong: Overlong, kept: str) -> None:
    with pytest.warns(PromptCut, match="8 of the 10 tokens"):
        messages = within(WordCounter(), (SYSTEM, user("a b c d e f")), Budget(8, overlong))
    assert messages == (SYSTEM, user(kept))


def test_the_oldest_messages_are_forgotten_with_the_answers_to_them() -> None:
    with pytest.warns(PromptCut, match="forget oldest"):
        messages = within(WordCounter(), TALK, Budget(14, "forget oldest"))
    assert messages == (SYSTEM, *TALK[3:])


def test_the_system_and_the_last_message_are_never_forgotten() -> None:
    with pytest.raises(PromptTooLong):
        within(WordCounter(), TALK, Budget(5, "forget oldest"))


def test_a_message_of_which_no_word_fits_is_refused() -> None:
    with pytest.raises(PromptTooLong):
        within(WordCounter(), (SYSTEM, user("a b c d e f")), Budget(5, "keep start"))


@pytest.mark.filterwarnings("ignore::compound.errors.generation.PromptCut")
@given(words=st.integers(1, 60), tokens=st.integers(3, 80), overlong=st.sampled_from(["keep start", "keep end"]))
def test_as_much_is_kept_as_fits(words: int, tokens: int, overlong: Overlong) -> None:
    model = WordCounter()
    messages = within(model, (user(" ".join(["w"] * words)),), Budget(tokens, overlong))
    assert model.count(messages) == min(words + 1, tokens)
