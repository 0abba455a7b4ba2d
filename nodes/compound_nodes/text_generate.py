"""`text.generate`: a prompt to an answer, streamed."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from compound import Node
from compound.values import Message, Text
from compound_nodes.generation.answering import BudgetSettings, GenerationSettings
from compound_nodes.generation.causal_lm import CausalLM, smollm2
from compound_nodes.generation.decoding import LanguageModel
from compound_nodes.generation.openvino_lm import OpenVinoLM, smollm2_openvino
from compound_nodes.generation.serving import ServerSettings


class TextGenerate(Node, GenerationSettings, BudgetSettings, device="cpu"):
    """Answers a prompt with SmolLM2-135M-Instruct: a draft, which may be wrong. Greedy and repeatable by default.

    With `schema`, `grammar` or `pattern` each token is chosen so that the answer keeps to that form.
    """

    system: str = ""
    """What the model is told before the prompt; empty leaves the model's own words."""

    models = ("smollm2-135m-instruct",)

    def load(self) -> CausalLM | OpenVinoLM:
        return smollm2()

    def run(self, prompt: Text) -> Generator[str, None, Any]:
        messages = self.fitting(self.loaded, asked(prompt, self.system), self.max_tokens)
        return (yield from self.answer(self.loaded, messages))


class TextGenerateOpenVino(TextGenerate):
    """Answers a prompt with SmolLM2-135M-Instruct run by OpenVINO: sooner than `TextGenerate`, and often worse.

    OpenVINO reads the weights less exactly; see `compound_nodes.generation.openvino_lm`.
    """

    def load(self) -> OpenVinoLM:
        return smollm2_openvino()


class TextGenerateServer(Node, GenerationSettings, ServerSettings, effect="read"):
    """Answers a prompt with a model behind any server that speaks the OpenAI API. The prompt leaves this machine."""

    system: str = ""
    """What the model is told before the prompt; empty leaves the model's own words."""

    def load(self) -> LanguageModel:
        return self.server()

    def run(self, prompt: Text) -> Generator[str, None, Any]:
        return (yield from self.answer(self.loaded, asked(prompt, self.system)))


def asked(prompt: Text, system: str) -> tuple[Message, ...]:
    """A conversation of one question."""
    told = (Message(role="system", content=system),) if system else ()
    return *told, Message(role="user", content=prompt.content)
