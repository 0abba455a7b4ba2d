"""A language model run by OpenVINO GenAI, which reads a GGUF file directly."""

from __future__ import annotations

import sys
from collections.abc import Generator, Sequence
from contextlib import closing
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from types import ModuleType
from typing import Any

from compound.errors.generation import BadForm, NoChatTemplate, PromptTooLong, TemplateRefused
from compound.errors.models import ModelDamaged
from compound.models.pool import pool
from compound.values.message import Message
from compound_nodes.extras import require
from compound_nodes.generation.decoding import Decoding, Generation, Speech, Stream
from compound_nodes.generation.form import Form
from compound_registry.models import ensure

_SETTINGS = {"KV_CACHE_PRECISION": "f32", "INFERENCE_PRECISION_HINT": "f32", "DYNAMIC_QUANTIZATION_GROUP_SIZE": 0}
"""Nothing is rounded beyond the weights; its defaults made SmolLM2-135M repeat itself, and were hardly faster."""


class OpenVinoLM:
    """A causal language model as an `openvino_genai.LLMPipeline` on the CPU.

    OpenVINO 2026.4 rounds the zero points of a GGUF's Q4_1 blocks to whole steps: from SmolLM2-135M-Instruct.Q4_1 it
    writes another text than transformers does, and often a worse one; from the same weights in F16 it writes the same.
    """

    def __init__(self, pipeline: Any, name: str, context: int) -> None:
        self._pipeline = pipeline
        self._tokenizer = pipeline.get_tokenizer()
        self.name = name
        self.context = context

    @classmethod
    def load(cls, folder: Path, name: str = "", context: int = 2048) -> OpenVinoLM:
        """Opens a folder with one GGUF file, or with a model in OpenVINO's own format. Nothing is sent to anyone.

        `context` is the most tokens of a prompt and its answer together, which the format does not tell.

        Raises:
            MissingExtra: without openvino-genai.
            ModelDamaged: when the folder does not hold a model.
        """
        genai = _genai()
        name = name or folder.name
        files = sorted(folder.glob("*.gguf"))
        try:
            pipeline = genai.LLMPipeline(str(files[0] if files else folder), "CPU", **_SETTINGS)
        except RuntimeError as error:
            raise ModelDamaged(model=name, folder=folder, problems=(_reason(error),)) from error
        return cls(pipeline, name, context)

    def count(self, messages: Sequence[Message]) -> int:
        """Tokens of the conversation as its chat template writes it, up to where the answer begins.

        Raises:
            NoChatTemplate: when the tokenizer has none.
            TemplateRefused: when it does not take this conversation.
        """
        return int(self._prompt(messages).input_ids.shape[1])

    def stream(self, messages: Sequence[Message], decoding: Decoding) -> Stream:
        """The answer to a conversation, in pieces.

        Raises:
            PromptTooLong: when the prompt and `max_tokens` together are more than the context.
            NoChatTemplate, TemplateRefused: as `count` does.
            BadForm: when the form cannot be followed; a grammar is llguidance's, and is refused.
        """
        config = _config(decoding, self.name)
        prompt = self._prompt(messages)
        tokens, limit = int(prompt.input_ids.shape[1]), self.context - decoding.max_tokens
        if tokens > limit:
            raise PromptTooLong(tokens=tokens, limit=limit, model=self.name)
        speech, whole = Speech(decoding.stop), ""
        run = _Running(self._pipeline, prompt, config)
        with closing(run.parts()) as parts:
            for part in parts:
                whole += part
                if piece := speech.grown(whole):
                    yield piece
                if speech.stopped:
                    break
        result = run.ended()
        if piece := speech.rest():
            yield piece
        cut = not speech.stopped and result.finish_reasons[0] == _genai().GenerationFinishReason.LENGTH
        return Generation(speech.text, tokens, len(result.tokens[0]), "length" if cut else "stop")

    def _prompt(self, messages: Sequence[Message]) -> Any:
        if not self._tokenizer.chat_template:
            raise NoChatTemplate(model=self.name)
        turns = [message.model_dump() for message in messages]
        try:
            written = self._tokenizer.apply_chat_template(turns, add_generation_prompt=True)
        except RuntimeError as error:
            raise TemplateRefused(model=self.name, reason=_reason(error)) from error
        return self._tokenizer.encode(written, add_special_tokens=False)


class _Running:
    """A generation in a thread of its own, since OpenVINO calls back and does not yield."""

    def __init__(self, pipeline: Any, prompt: Any, config: Any) -> None:
        self._work = (pipeline, prompt, config)
        self._parts: SimpleQueue[str | None] = SimpleQueue()
        self._stopping = False
        self._result: Any = None
        self._error: BaseException | None = None
        self._thread = Thread(target=self._generate, name="openvino-generation", daemon=True)

    def parts(self) -> Generator[str, None, None]:
        """Parts of the text; leaving early stops the generation. Raises what OpenVINO raised."""
        self._thread.start()
        try:
            while (part := self._parts.get()) is not None:
                yield part
        finally:
            self._stopping = True
            self._thread.join()

    def ended(self) -> Any:
        """OpenVINO's result, once there are no more parts."""
        self._thread.join()
        if self._error is not None:
            raise self._error
        return self._result

    def _generate(self) -> None:
        pipeline, prompt, config = self._work
        try:
            self._result = pipeline.generate(prompt, config, self._heard)
        except BaseException as error:  # noqa: BLE001  # it is raised again by the thread that waits
            self._error = error
        finally:
            self._parts.put(None)

    def _heard(self, part: str) -> Any:
        self._parts.put(part)
        status = _genai().StreamingStatus
        return status.STOP if self._stopping else status.RUNNING


def smollm2_openvino() -> OpenVinoLM:
    """SmolLM2-135M-Instruct by OpenVINO, context 8192, loaded once in this process."""
    return pool().get(
        ("smollm2-135m-instruct", "openvino"),
        lambda: OpenVinoLM.load(ensure("smollm2-135m-instruct"), "SmolLM2-135M-Instruct (OpenVINO)", context=8192),
    )


def _genai() -> ModuleType:
    # Without this package OpenVINO's tools take a stub of their own that sends nothing. Loading a model sends nothing
    # either, but converting one would, and asks nobody.
    sys.modules.setdefault("openvino_telemetry", None)  # type: ignore[arg-type]
    return require("openvino_genai", extra="openvino")


def _config(decoding: Decoding, model: str) -> Any:
    config = _genai().GenerationConfig()
    config.max_new_tokens = decoding.max_tokens
    config.do_sample = decoding.temperature > 0
    config.rng_seed = decoding.seed % 2**32
    if config.do_sample:
        config.temperature = decoding.temperature
        config.top_k = sys.maxsize
        config.top_p = 1.0
    if decoding.form is not None:
        config.structured_output_config = _structure(decoding.form, model)
    return config


def _structure(form: Form, model: str) -> Any:
    if form.kind == "grammar":
        raise BadForm(kind=form.kind, reason="OpenVINO does not read the Lark dialect; use a schema", model=model)
    structure = _genai().StructuredOutputConfig()
    if form.kind == "JSON Schema":
        structure.json_schema = form.content
    else:
        structure.regex = form.content
    return structure


def _reason(error: RuntimeError) -> str:
    """What OpenVINO says besides places in its sources, or what the engine of its templates says."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    of_template = [line for line in lines if line.startswith("Minja's error")]
    return (of_template or lines[-1:] or [type(error).__name__])[0]
