"""Text: written, shortened, taken apart, sorted and compared."""

from __future__ import annotations

from compound_registry.capability import Capability

TEXTS = (
    Capability(
        name="text.generate",
        summary="What a language model writes to a prompt, in the form of a schema or grammar if asked for one.",
        inputs={"prompt": "Text"},
        output="Text",
        avoid="For facts out of a given text, text.extract and document.ask say where they stand.",
        tasks=("write", "complete", "large language model", "LLM", "prompt", "draft"),
    ),
    Capability(
        name="text.chat",
        summary="The next turn of a conversation with a language model.",
        inputs={"messages": "Sequence[Message]"},
        output="Text",
        avoid="For images or sound in the conversation, use any.respond.",
        tasks=("chat", "assistant", "conversation", "dialogue", "chatbot"),
    ),
    Capability(
        name="text.summarise",
        summary="What matters in a text, in a few sentences.",
        inputs={"text": "Text"},
        output="Text",
        avoid="For known facts such as dates and totals, use text.extract.",
        tasks=("summarise", "summarize", "shorten", "abstract", "key points"),
    ),
    Capability(
        name="text.translate",
        summary="A text in another language, which the settings name.",
        inputs={"text": "Text"},
        output="Text",
        tasks=("translate", "translation", "another language"),
    ),
    Capability(
        name="text.split",
        summary="The passages of a text, unchanged, each with its place.",
        inputs={"text": "Text"},
        output="list[Passage]",
        tasks=("chunk", "chunking", "split into sentences", "passages"),
    ),
    Capability(
        name="text.prompt",
        summary="The text that a template gives for some values.",
        inputs={"values": "Mapping[str, object]"},
        output="Text",
        tasks=("prompt template", "fill a template", "Jinja", "format"),
    ),
    Capability(
        name="text.rerank",
        summary="Passages in the order in which they fit a question.",
        inputs={"question": "Text", "passages": "Sequence[Passage]"},
        output="list[Passage]",
        avoid="For more passages than a few hundred, search an index first.",
        tasks=("rerank", "relevance", "rank search results", "cross-encoder"),
    ),
    Capability(
        name="text.extract",
        summary="The fields of a schema, filled from a text, each with its confidence and its place.",
        inputs={"text": "Text"},
        output="Extracted",
        avoid="For names and places of no fixed number, use text.tag.",
        tasks=("extract", "structured output", "fields", "invoice to JSON", "key information extraction"),
    ),
    Capability(
        name="text.classify",
        summary="The one of some labels that a text fits best, with a calibrated share for each.",
        inputs={"text": "Text"},
        output="Label",
        avoid="For many labels at once, ask for each as a yes or no.",
        tasks=("classification", "categorise", "sentiment", "intent", "topic", "zero-shot", "spam"),
    ),
    Capability(
        name="text.tag",
        summary="The people, places, amounts and the like that a text names, with their spans.",
        inputs={"text": "Text"},
        output="list[Entity]",
        avoid="For fields that are known beforehand, use text.extract.",
        tasks=("named entity recognition", "NER", "tagging", "token classification", "find names"),
    ),
    Capability(
        name="text.fill_mask",
        summary="The words that may stand in the gaps of a text, the likeliest first for each gap.",
        inputs={"text": "Text"},
        output="list[Candidate]",
        avoid="To write on after a text, use text.generate.",
        tasks=("masked language model", "MLM", "cloze", "fill the blank"),
    ),
    Capability(
        name="text.embed",
        summary="A vector for a text, near to those of texts that mean alike.",
        inputs={"text": "Text"},
        output="Embedding",
        tasks=("embedding", "sentence vector", "similarity", "semantic"),
    ),
)
