"""A decoder-only language model of transformers: a conversation in, text out as it is decoded."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from compound.errors.generation import NoChatTemplate, PromptTooLong, TemplateRefused
from compound.models.pool import pool
from compound.values.message import Message
from compound_nodes.extras import require
from compound_nodes.generation.decoding import Decoding, Generation, Speech, Stream
from compound_nodes.generation.form import Form
from compound_nodes.generation.guide import FormGuide, Guide, Unguided
from compound_nodes.generation.torch_threads import at_most, threads_of_a_step
from compound_nodes.gguf_conversion import converted
from compound_nodes.transformers_loading import quiet_loading, require_checkpoint
from compound_registry.cards import card
from compound_registry.models import ensure

Precision = Literal["float32", "bfloat16"]


class CausalLM:
    """A causal language model of transformers with its tokenizer, decoded token by token with a cache."""

    def __init__(self, tokenizer: Any, model: Any, name: str) -> None:
        self._tokenizer = tokenizer
        self._model = model
        self.name = name
        self.context = int(model.config.max_position_embeddings)

    @classmethod
    def load(cls, folder: Path, device: str = "cpu", name: str = "", precision: Precision | None = None) -> CausalLM:
        """Opens a transformers folder (safetensors), or a folder with one GGUF file, which is converted the first time.

        The precision defaults to float32 on a CPU and to bfloat16 elsewhere. For SmolLM2-135M on 2 busy cores with
        AMX, fp32 decoded 18 tokens/s and bf16, which takes half of the memory, 9; their greedy texts differ after some
        words (tests/bench/generate.py).

        Raises:
            MissingExtra: without torch or transformers (for GGUF also gguf and accelerate).
            ModelDamaged: when the folder does not hold a model.
        """
        torch = require("torch", extra="models")
        transformers = require("transformers", extra="models")
        files = sorted(folder.glob("*.gguf"))
        name = name or folder.name
        folder = converted(files[0]) if files else folder
        require_checkpoint(folder, name)
        dtype = getattr(torch, precision or ("float32" if device == "cpu" else "bfloat16"))
        with quiet_loading():
            tokenizer = transformers.AutoTokenizer.from_pretrained(folder, local_files_only=True)
            model = transformers.AutoModelForCausalLM.from_pretrained(
                folder, local_files_only=True, use_safetensors=True, dtype=dtype
            )
        return cls(tokenizer, model.eval().to(device), name=name)

    def count(self, messages: Sequence[Message]) -> int:
        """Tokens of the conversation as its chat template writes it, up to where the answer begins.

        Raises:
            NoChatTemplate: when the tokenizer has none.
            TemplateRefused: when it does not take this order of roles.
        """
        return len(self._prompt(messages))

    def stream(self, messages: Sequence[Message], decoding: Decoding) -> Stream:
        """The answer to a conversation, in pieces.

        Raises:
            PromptTooLong: when the prompt and `max_tokens` together are more than the context.
            NoChatTemplate, TemplateRefused: as `count` does.
            BadForm: when the form cannot be followed.
        """
        prompt = self._prompt(messages)
        limit = self.context - decoding.max_tokens
        if len(prompt) > limit:
            raise PromptTooLong(tokens=len(prompt), limit=limit, model=self.name)
        guide = self._guide(decoding.form)
        speech = Speech(decoding.stop)
        tokens: list[int] = []
        for token in self._tokens(prompt, decoding, guide):
            tokens.append(token)
            if piece := speech.grown(self._tokenizer.decode(tokens, skip_special_tokens=True)):
                yield piece
            if speech.stopped:
                break
        if piece := speech.rest():
            yield piece
        whole = speech.stopped or guide.complete or tokens[-1] in self._ends
        return Generation(speech.text, len(prompt), len(tokens), "stop" if whole else "length")

    def _prompt(self, messages: Sequence[Message]) -> list[int]:
        if not self._tokenizer.chat_template:
            raise NoChatTemplate(model=self.name)
        template_error = require("jinja2", extra="models").TemplateError
        turns = [message.model_dump() for message in messages]
        try:
            encoded = self._tokenizer.apply_chat_template(turns, add_generation_prompt=True, return_dict=True)
        except template_error as error:
            raise TemplateRefused(model=self.name, reason=str(error)) from error
        return list(encoded["input_ids"])

    def _guide(self, form: Form | None) -> Guide:
        return Unguided() if form is None else FormGuide(form, self._guided_tokenizer, self.name)

    @functools.cached_property
    def _guided_tokenizer(self) -> Any:
        llguidance = require("llguidance.hf", extra="models")
        width = max(self._model.config.vocab_size, len(self._tokenizer))
        return llguidance.from_tokenizer(self._tokenizer, n_vocab=width, eos_token=sorted(self._ends))

    @functools.cached_property
    def _ends(self) -> frozenset[int]:
        ends = self._model.generation_config.eos_token_id
        known = [ends] if isinstance(ends, int) else list(ends or ())
        return frozenset([*known, self._tokenizer.eos_token_id]) - {None}

    def _tokens(self, prompt: list[int], decoding: Decoding, guide: Guide) -> Iterator[int]:
        """Tokens of the answer; what the form forces costs no step of its own."""
        draws = np.random.default_rng(decoding.seed)
        fed, cache = prompt, None
        left = decoding.max_tokens
        while left and not guide.complete:
            forced = guide.forced()[:left]
            yield from forced
            fed, left = fed + forced, left - len(forced)
            if not left or guide.complete:
                return
            logits, cache = self._step(fed, cache)
            token = _choose(guide.masked(logits), decoding.temperature, draws)
            yield token
            if token in self._ends:
                return
            guide.take(token)
            fed, left = [token], left - 1

    def _step(self, tokens: Sequence[int], cache: Any) -> tuple[NDArray[np.float32], Any]:
        """Logits of the next token, float32 of shape (vocabulary,), and the cache with these tokens."""
        torch = require("torch", extra="models")
        fed = torch.tensor([list(tokens)], device=self._model.device)
        with torch.inference_mode(), at_most(threads_of_a_step()):
            out = self._model(input_ids=fed, past_key_values=cache, use_cache=True, logits_to_keep=1)
        return out.logits[0, -1].float().cpu().numpy(), out.past_key_values


def smollm2(device: str = "cpu") -> CausalLM:
    """SmolLM2-135M-Instruct (134.5 M parameters, context 8192, English, Apache-2.0), loaded once in this process."""
    return pool().get(
        ("smollm2-135m-instruct", device),
        lambda: CausalLM.load(ensure("smollm2-135m-instruct"), device, name="SmolLM2-135M-Instruct"),
        card("smollm2-135m-instruct").loaded_size("fp32" if device == "cpu" else "bf16"),
    )


def _choose(logits: NDArray[np.float32], temperature: float, draws: np.random.Generator) -> int:
    """The likeliest token, or one drawn by the Gumbel-max trick, which needs no normalised distribution."""
    if temperature == 0:
        return int(logits.argmax())
    return int((logits / np.float32(temperature) + draws.gumbel(size=logits.size)).argmax())
