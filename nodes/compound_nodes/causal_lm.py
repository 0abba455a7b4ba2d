"""A decoder-only language model: a conversation in, text out as it is decoded."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from compound.errors.generation import NoChatTemplate, PromptTooLong
from compound.models.pool import pool
from compound_nodes.extras import require
from compound_nodes.gguf_conversion import converted
from compound_nodes.transformers_loading import quiet_loading, require_checkpoint
from compound_registry.models import ensure


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


@dataclass(frozen=True, slots=True)
class Generation:
    """What came out, and what it took."""

    text: str
    prompt_tokens: int
    tokens: int
    """Generated tokens, with the one that ended the text."""
    ended: Literal["stop", "length"]
    """`stop` at the model's own end or a stop string, `length` when `max_tokens` cut it."""


class CausalLM:
    """A causal language model of transformers with its tokenizer, decoded token by token with a cache."""

    def __init__(self, tokenizer: Any, model: Any, name: str) -> None:
        self._tokenizer = tokenizer
        self._model = model
        self.name = name
        self.context = int(model.config.max_position_embeddings)

    @classmethod
    def load(cls, folder: Path, device: str = "cpu", name: str = "") -> CausalLM:
        """Opens a transformers folder (safetensors), or a folder with one GGUF file, which is converted the first time.

        Computes in bf16 where the processor has instructions for it, else in fp32. For SmolLM2-135M on 2 cores with
        avx512_bf16, bf16 took 1.4 s for a prompt of 606 tokens and 24 tokens/s after it; fp32 5.6 s and 2.3 tokens/s.

        Raises:
            MissingExtra: without torch or transformers (for GGUF also gguf and accelerate).
            ModelDamaged: when the folder does not hold a model.
        """
        transformers = require("transformers", extra="models")
        files = sorted(folder.glob("*.gguf"))
        name = name or folder.name
        folder = converted(files[0]) if files else folder
        require_checkpoint(folder, name)
        with quiet_loading():
            tokenizer = transformers.AutoTokenizer.from_pretrained(folder, local_files_only=True)
            model = transformers.AutoModelForCausalLM.from_pretrained(
                folder, local_files_only=True, use_safetensors=True, dtype=_dtype(device)
            )
        return cls(tokenizer, model.eval().to(device), name=name)

    def count(self, text: str) -> int:
        """Tokens of the text alone, without any chat template."""
        return len(self._tokenizer(text, add_special_tokens=False)["input_ids"])

    def head(self, text: str, tokens: int) -> str:
        """The text up to the last whole word within its first `tokens` tokens; all of it when it fits."""
        ends = self._tokenizer(text, add_special_tokens=False, return_offsets_mapping=True)["offset_mapping"]
        if len(ends) <= tokens:
            return text
        kept = text[: ends[tokens - 1][1]] if tokens > 0 else ""
        return kept.rpartition(" ")[0] or kept

    def stream(self, prompt: str, decoding: Decoding, system: str = "") -> Generator[str, None, Generation]:
        """Pieces of the answer as they are decoded; their concatenation is the `text` of the `Generation` returned.

        Raises:
            PromptTooLong: when the prompt and `max_tokens` together are more than the context.
            NoChatTemplate: when the tokenizer has none.
        """
        ids = self._prompt_ids(prompt, system)
        limit = self.context - decoding.max_tokens
        if len(ids) > limit:
            raise PromptTooLong(tokens=len(ids), limit=limit, model=self.name)
        said = whole = ""
        tokens: list[int] = []
        stopped = False
        for token in self._tokens(ids, decoding):
            tokens.append(token)
            whole, stopped = _until(self._tokenizer.decode(tokens, skip_special_tokens=True), decoding.stop)
            ready = whole if stopped else _settled(whole, decoding.stop)
            if len(ready) > len(said):
                yield ready[len(said) :]
                said = ready
            if stopped:
                break
        if len(whole) > len(said):
            yield whole[len(said) :]
        ended: Literal["stop", "length"] = "stop" if stopped or tokens[-1] in self._ends else "length"
        return Generation(whole, len(ids), len(tokens), ended)

    def generate(self, prompt: str, decoding: Decoding, system: str = "") -> Generation:
        """The whole answer; raises as `stream` does."""
        pieces = self.stream(prompt, decoding, system)
        while True:
            try:
                next(pieces)
            except StopIteration as done:
                result: Generation = done.value
                return result

    def _prompt_ids(self, prompt: str, system: str) -> list[int]:
        if not self._tokenizer.chat_template:
            raise NoChatTemplate(model=self.name)
        messages = [{"role": "system", "content": system}] * bool(system) + [{"role": "user", "content": prompt}]
        encoded = self._tokenizer.apply_chat_template(messages, add_generation_prompt=True, return_dict=True)
        return list(encoded["input_ids"])

    @property
    def _ends(self) -> frozenset[int]:
        ends = self._model.generation_config.eos_token_id
        return frozenset([ends] if isinstance(ends, int) else ends or ()) | {self._tokenizer.eos_token_id}

    def _tokens(self, prompt: Sequence[int], decoding: Decoding) -> Iterator[int]:
        torch = require("torch", extra="models")
        device = self._model.device
        draws = torch.Generator().manual_seed(decoding.seed)
        fed, cache = torch.tensor([list(prompt)], device=device), None
        for _ in range(decoding.max_tokens):
            with torch.inference_mode():
                out = self._model(input_ids=fed, past_key_values=cache, use_cache=True, logits_to_keep=1)
            token = _choose(out.logits[0, -1].float().cpu(), decoding.temperature, draws)
            yield token
            if token in self._ends:
                return
            fed, cache = torch.tensor([[token]], device=device), out.past_key_values


def smollm2(device: str = "cpu") -> CausalLM:
    """SmolLM2-135M-Instruct (134.5 M parameters, context 8192, English, Apache-2.0), loaded once in this process."""
    return pool().get(
        ("smollm2-135m-instruct", device),
        lambda: CausalLM.load(ensure("smollm2-135m-instruct"), device, name="SmolLM2-135M-Instruct"),
    )


def _dtype(device: str) -> Any:
    torch = require("torch", extra="models")
    able = torch.cpu.get_capabilities()
    native = device != "cpu" or any(able.get(name) for name in ("amx_bf16", "avx512_bf16", "bf16"))
    return torch.bfloat16 if native else torch.float32


def _choose(logits: Any, temperature: float, draws: Any) -> int:
    if temperature == 0:
        return int(logits.argmax())
    torch = require("torch", extra="models")
    return int(torch.multinomial((logits / temperature).softmax(-1), 1, generator=draws))


def _until(text: str, stops: Sequence[str]) -> tuple[str, bool]:
    """The text before the first stop string, and whether there was one."""
    places = [place for stop in stops if (place := text.find(stop)) >= 0]
    return (text[: min(places)], True) if places else (text, False)


def _settled(text: str, stops: Sequence[str]) -> str:
    """The text without an end that may still change: half a character, or the beginning of a stop string."""
    text = text.rstrip("\N{REPLACEMENT CHARACTER}")
    held = (size for stop in stops for size in range(len(stop) - 1, 0, -1) if text.endswith(stop[:size]))
    return text[: len(text) - max(held, default=0)]
