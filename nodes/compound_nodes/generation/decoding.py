"""What is asked of a language model and what it gives back, whichever runs it."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from compound.values.message import Message
from compound_nodes.generation.form import Form

Ended = Literal["stop", "length"]
"""`stop` at the model's own end, a stop string or the end of the form; `length` when `max_tokens` cut the answer."""


@dataclass(frozen=True, slots=True)
class Decoding:
    """How text is decoded."""

    max_tokens: int = 256
    """The most tokens that are generated."""
    temperature: float = 0.0
    """0 takes the likeliest token each time; above, tokens are drawn from softmax(logits / temperature)."""
    seed: int = 0
    """Of the draws; without effect at temperature 0."""
    stop: tuple[str, ...] = ()
    """Decoding ends before the first of these strings."""
    form: Form | None = None
    """What the text must look like; any text will do without."""


@dataclass(frozen=True, slots=True)
class Generation:
    """What came out, and what it took."""

    text: str
    prompt_tokens: int | None
    """None where a server does not tell."""
    tokens: int | None
    """Generated tokens, with the one that ended the text; None where a server does not tell."""
    ended: Ended


Stream = Generator[str, None, Generation]
"""Pieces of an answer as they are decoded; their concatenation is the `text` of the `Generation` returned."""


class LanguageModel(Protocol):
    """Continues a conversation."""

    name: str

    def stream(self, messages: Sequence[Message], decoding: Decoding) -> Stream: ...


class Measured(LanguageModel, Protocol):
    """A language model on this machine, whose tokens can be counted before it is asked."""

    context: int
    """The most tokens of a prompt and its answer together."""

    def count(self, messages: Sequence[Message]) -> int:
        """Tokens of the conversation as its chat template writes it, up to where the answer begins."""
        ...


def finished(stream: Stream) -> Generation:
    """The whole answer."""
    while True:
        try:
            next(stream)
        except StopIteration as done:
            generation: Generation = done.value
            return generation


class Speech:
    """A text that grows, told in pieces of which none has to be taken back.

    Held back are the beginning of what may become a stop string and half a character.
    """

    def __init__(self, stops: Sequence[str]) -> None:
        self._stops = stops
        self._said = 0
        self.text = ""
        """The whole so far, up to the stop string."""
        self.stopped = False
        """Whether a stop string has come."""

    def grown(self, text: str) -> str:
        """What can be said now that the text is this long; maybe nothing yet."""
        places = [place for stop in self._stops if (place := text.find(stop)) >= 0]
        self.stopped = bool(places)
        self.text = text[: min(places)] if places else text
        return self._say(len(self.text) if self.stopped else self._settled())

    def rest(self) -> str:
        """What was held back, once the text has ended."""
        return self._say(len(self.text))

    def _say(self, end: int) -> str:
        piece = self.text[self._said : end]
        self._said = max(self._said, end)
        return piece

    def _settled(self) -> int:
        text = self.text.rstrip("\N{REPLACEMENT CHARACTER}")
        held = (size for stop in self._stops for size in range(len(stop) - 1, 0, -1) if text.endswith(stop[:size]))
        return len(text) - max(held, default=0)
