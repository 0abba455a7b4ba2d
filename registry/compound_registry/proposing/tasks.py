"""What the task names of the Hugging Face hub mean in the terms of a card."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple


class Task(NamedTuple):
    """What a model for a task can do, takes and gives. The family is empty where a task has models of several."""

    family: str
    capabilities: tuple[str, ...]
    inputs: tuple[str, ...]
    outputs: tuple[str, ...]

    def facts(self) -> dict[str, Any]:
        """As fields of a card."""
        return {field: value if field == "family" else list(value) for field, value in self._asdict().items() if value}


TASKS: Mapping[str, Task] = {
    "any-to-any": Task("lmm", ("any.respond",), (), ()),
    "automatic-speech-recognition": Task("audio", ("audio.transcribe",), ("audio",), ("text",)),
    "depth-estimation": Task("lvm", ("image.depth",), ("image",), ("image",)),
    "feature-extraction": Task("", ("text.embed",), ("text",), ("embedding",)),
    "fill-mask": Task("mlm", ("text.fill_mask",), ("text",), ("text",)),
    "image-classification": Task("lvm", ("image.classify",), ("image",), ("label",)),
    "image-feature-extraction": Task("lvm", ("image.embed",), ("image",), ("embedding",)),
    "image-text-to-text": Task("vlm", ("image.caption", "image.ask"), ("image", "text"), ("text",)),
    "image-to-text": Task("vlm", ("image.caption",), ("image",), ("text",)),
    "mask-generation": Task("sam", ("image.segment",), ("image",), ("mask",)),
    "object-detection": Task("lvm", ("image.detect",), ("image",), ("box", "label")),
    "sentence-similarity": Task("mlm", ("text.embed",), ("text",), ("embedding",)),
    "summarization": Task("", ("text.summarise",), ("text",), ("text",)),
    "text-classification": Task("mlm", ("text.classify",), ("text",), ("label",)),
    "text-generation": Task("", ("text.generate",), ("text",), ("text",)),
    "text-ranking": Task("mlm", ("text.rerank",), ("text",), ("label",)),
    "text-to-image": Task("diffusion", ("image.generate",), ("text",), ("image",)),
    "text-to-speech": Task("audio", ("audio.speak",), ("text",), ("audio",)),
    "token-classification": Task("mlm", ("text.tag",), ("text",), ("label",)),
    "translation": Task("", ("text.translate",), ("text",), ("text",)),
    "zero-shot-classification": Task("mlm", ("text.classify",), ("text",), ("label",)),
}
"""By `pipeline_tag`, as https://huggingface.co/tasks lists them."""
