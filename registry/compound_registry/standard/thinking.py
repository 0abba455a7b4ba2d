"""Several modalities at once, plans, routes, and prediction in a space of sentences."""

from __future__ import annotations

from compound_registry.capability import Capability

THINKING = (
    Capability(
        name="any.respond",
        summary="The next turn of a conversation of text, images and sound.",
        inputs={"turns": "Sequence[Turn]"},
        output="Turn",
        avoid="For text alone, text.chat needs far less memory.",
        tasks=("multimodal", "large multimodal model", "LMM", "MLLM", "omni"),
    ),
    Capability(
        name="plan.make",
        summary="A plan of capabilities that leads to what a signature or a sentence asks for.",
        inputs={"wanted": "Text"},
        output="Plan",
        avoid="For a sequence that is known, write a pipeline.",
        tasks=("planning", "compose a pipeline", "which steps", "orchestrate"),
    ),
    Capability(
        name="route.choose",
        summary="The one of some providers that serves a request best, with a calibrated share for each.",
        inputs={"request": "Text", "providers": "Sequence[str]"},
        output="Label",
        avoid="To choose by memory, licence and the like, use `compound_registry.find`.",
        tasks=("router", "routing", "which model", "model selection", "mixture of models"),
    ),
    Capability(
        name="concept.encode",
        summary="A vector for each sentence of a text, in order.",
        inputs={"text": "Text"},
        output="list[Embedding]",
        avoid="For one vector of the whole text, use text.embed.",
        tasks=("large concept model", "sentence embeddings", "concepts"),
    ),
    Capability(
        name="concept.predict",
        summary="The vector of the sentence that comes next.",
        inputs={"concepts": "Sequence[Embedding]"},
        output="Embedding",
        avoid="To write on in words, text.generate is far better.",
        tasks=("large concept model", "next sentence", "predict a concept"),
    ),
    Capability(
        name="concept.decode",
        summary="The sentences that are nearest to vectors.",
        inputs={"concepts": "Sequence[Embedding]"},
        output="Text",
        tasks=("large concept model", "embedding to text"),
    ),
)
