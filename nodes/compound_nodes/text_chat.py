"""`text.chat`: a conversation to its next turn, streamed."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import Any

from compound import Node
from compound.errors.generation import NothingSaid
from compound.values import Message
from compound_nodes.generation.answering import BudgetSettings, GenerationSettings
from compound_nodes.generation.causal_lm import CausalLM, smollm2
from compound_nodes.generation.decoding import LanguageModel
from compound_nodes.generation.openvino_lm import OpenVinoLM, smollm2_openvino
from compound_nodes.generation.prompt_budget import Overlong
from compound_nodes.generation.serving import ServerSettings


class TextChat(Node, GenerationSettings, BudgetSettings, device="cpu"):
    """Answers the last message of a conversation with SmolLM2-135M-Instruct, which may be wrong. Greedy by default.

    When the conversation outgrows the context, its oldest messages are left out, with a `PromptCut` warning.
    """

    overlong: Overlong = "forget oldest"
    """What happens to a conversation beyond its budget."""

    models = ("smollm2-135m-instruct",)

    def load(self) -> CausalLM | OpenVinoLM:
        return smollm2()

    def run(self, messages: Sequence[Message]) -> Generator[str, None, Any]:
        fitting = self.fitting(self.loaded, answerable(messages), self.max_tokens)
        return (yield from self.answer(self.loaded, fitting))


class TextChatOpenVino(TextChat):
    """Answers the last message of a conversation with SmolLM2-135M-Instruct run by OpenVINO: sooner, and often worse.

    OpenVINO reads the weights less exactly; see `compound_nodes.generation.openvino_lm`.
    """

    def load(self) -> OpenVinoLM:
        return smollm2_openvino()


class TextChatServer(Node, GenerationSettings, ServerSettings, effect="read"):
    """Answers a conversation with a model behind any server that speaks the OpenAI API. It leaves this machine."""

    def load(self) -> LanguageModel:
        return self.server()

    def run(self, messages: Sequence[Message]) -> Generator[str, None, Any]:
        return (yield from self.answer(self.loaded, answerable(messages)))


def answerable(messages: Sequence[Message]) -> Sequence[Message]:
    """The same conversation. Raises NothingSaid when nobody waits for an answer."""
    if not messages:
        raise NothingSaid(reason="the conversation has no message")
    if messages[-1].role != "user":
        raise NothingSaid(reason=f"the last message is the {messages[-1].role}'s")
    return messages
