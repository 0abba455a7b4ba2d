"""`text.generate`: a prompt to an answer, streamed."""

from __future__ import annotations

from collections.abc import Generator
from typing import Annotated

from pydantic import AfterValidator, Field

from compound import Node
from compound.values import Text
from compound_nodes.causal_lm import CausalLM, Decoding, smollm2


def _not_empty(stops: tuple[str, ...]) -> tuple[str, ...]:
    if "" in stops:
        raise ValueError("a stop string must not be empty")
    return stops


class TextGenerate(Node, device="cpu"):
    """Answers a prompt with SmolLM2-135M-Instruct: a draft, which may be wrong. Greedy and repeatable by default.

    A prompt that does not fit raises `compound.errors.generation.PromptTooLong`.
    """

    system: str = ""
    """What the model is told before the prompt; empty leaves the model's own words."""

    max_tokens: Annotated[int, Field(ge=1, le=4096)] = 256
    """The most tokens of the answer."""

    temperature: Annotated[float, Field(ge=0, le=2)] = 0.0
    """0 takes the likeliest token each time."""

    seed: int = 0
    """Of the draws, when the temperature is above 0."""

    stop: Annotated[tuple[str, ...], AfterValidator(_not_empty)] = ()
    """The answer ends before the first of these strings."""

    models = ("smollm2-135m-instruct",)

    def load(self) -> CausalLM:
        return smollm2()

    def run(self, prompt: Text) -> Generator[str, None, Text]:
        decoding = Decoding(self.max_tokens, self.temperature, self.seed, self.stop)
        model: CausalLM = self.loaded
        generation = yield from model.stream(prompt.content, decoding, self.system)
        return Text(content=generation.text)
