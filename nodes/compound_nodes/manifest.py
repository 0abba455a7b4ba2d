"""The nodes that come with compound, as the registry finds them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from compound_registry.manifest import Manifest, Provider

if TYPE_CHECKING:
    from compound.values import Embedding, Message, Passage

MANIFEST = Manifest(
    providers=(
        Provider(
            capability="document.load",
            node="compound_nodes.document_load:DocumentLoad",
            summary="The pages of an image, a PDF, a DOCX or an HTML file.",
            inputs={"source": Path | str | bytes},
            output="list[Page]",
        ),
        Provider(
            capability="document.read",
            node="compound_nodes.document_read:DocumentRead",
            summary="The text of a page, with a box and a confidence for each word and line (PP-OCR).",
            inputs={"page": "Page | Image"},
            output="PageText",
            models=("pp-ocrv6-small",),
            extras=("ocr",),
        ),
        Provider(
            capability="document.ask",
            node="compound_nodes.document_ask:DocumentAsk",
            summary="The sentence or row of some passages that answers a question, word for word, with its place.",
            inputs={"question": "Text", "passages": Sequence["Passage"]},
            output="Answer",
            models=("minilm",),
            extras=("models",),
        ),
        Provider(
            capability="index.add",
            node="compound_nodes.index_add:IndexAdd",
            summary="A document's passages and their embeddings into an index on disk (SQLite).",
            inputs={"key": str, "passages": Sequence["Passage"], "embeddings": Sequence["Embedding"]},
            output=str,
        ),
        Provider(
            capability="index.search",
            node="compound_nodes.index_search:IndexSearch",
            summary="The passages of an index on disk that are nearest to a question, by meaning and by words.",
            inputs={"question": "Text", "embedding": "Embedding", "sources": Mapping[str, str]},
            output="list[Passage]",
        ),
        Provider(
            capability="text.chat",
            node="compound_nodes.text_chat:TextChat",
            summary="The next turn of a conversation, by a small language model (SmolLM2-135M).",
            inputs={"messages": Sequence["Message"]},
            output="Text",
            models=("smollm2-135m-instruct",),
            extras=("models",),
        ),
        Provider(
            capability="text.chat",
            node="compound_nodes.text_chat:TextChatServer",
            summary="The next turn of a conversation, by a model behind a server that speaks the OpenAI API.",
            inputs={"messages": Sequence["Message"]},
            output="Text",
            models=("hosted-llm",),
            remote=True,
        ),
        Provider(
            capability="text.chat",
            node="compound_nodes.text_chat:TextChatOpenVino",
            summary="The next turn of a conversation, by SmolLM2-135M through OpenVINO: sooner, and less exact.",
            inputs={"messages": Sequence["Message"]},
            output="Text",
            models=("smollm2-135m-instruct",),
            extras=("openvino",),
        ),
        Provider(
            capability="text.classify",
            node="compound_nodes.text_classify:TextClassify",
            summary="The one of your labels that a text fits best, without training (MiniLM).",
            inputs={"text": "Text"},
            output="Label",
            models=("minilm",),
            extras=("models",),
        ),
        Provider(
            capability="text.embed",
            node="compound_nodes.text_embed:TextEmbed",
            summary="A unit vector of 384 numbers for a text (MiniLM).",
            inputs={"text": "Text"},
            output="Embedding",
            models=("minilm",),
            extras=("models",),
        ),
        Provider(
            capability="text.extract",
            node="compound_nodes.text_extract:TextExtract",
            summary="The fields of your pydantic model, each with its confidence and its place on the page (MiniLM).",
            inputs={"text": "Text"},
            output="Extracted",
            models=("minilm",),
            extras=("models",),
        ),
        Provider(
            capability="text.extract",
            node="compound_nodes.text_extract:TextExtractByRules",
            summary="The fields of your pydantic model by patterns, labels and layout alone: no model.",
            inputs={"text": "Text"},
            output="Extracted",
        ),
        Provider(
            capability="text.extract",
            node="compound_nodes.text_extract:TextExtractAsking",
            summary="As TextExtract, and then asks SmolLM2-135M for what is still empty; five times as slow.",
            inputs={"text": "Text"},
            output="Extracted",
            models=("minilm", "smollm2-135m-instruct"),
            extras=("models",),
            avoid="It found nothing more than TextExtract on our set; try it where labels mean little.",
        ),
        Provider(
            capability="text.generate",
            node="compound_nodes.text_generate:TextGenerate",
            summary="What a small language model answers to a prompt (SmolLM2-135M), in a form if asked for one.",
            inputs={"prompt": "Text"},
            output="Text",
            models=("smollm2-135m-instruct",),
            extras=("models",),
        ),
        Provider(
            capability="text.generate",
            node="compound_nodes.text_generate:TextGenerateServer",
            summary="What a model behind a server that speaks the OpenAI API answers to a prompt.",
            inputs={"prompt": "Text"},
            output="Text",
            models=("hosted-llm",),
            remote=True,
        ),
        Provider(
            capability="text.generate",
            node="compound_nodes.text_generate:TextGenerateOpenVino",
            summary="What SmolLM2-135M answers to a prompt through OpenVINO: sooner, and less exact.",
            inputs={"prompt": "Text"},
            output="Text",
            models=("smollm2-135m-instruct",),
            extras=("openvino",),
        ),
        Provider(
            capability="text.rerank",
            node="compound_nodes.text_rerank:TextRerank",
            summary="Passages in the order in which they fit a question, by meaning and by words (MiniLM).",
            inputs={"question": "Text", "passages": Sequence["Passage"]},
            output="list[Passage]",
            models=("minilm",),
            extras=("models",),
        ),
        Provider(
            capability="text.split",
            node="compound_nodes.text_split:TextSplit",
            summary="Passages of whole sentences and rows, each with its place in the text and on the page.",
            inputs={"text": "Text"},
            output="list[Passage]",
        ),
        Provider(
            capability="text.summarise",
            node="compound_nodes.text_summarise:TextSummarise",
            summary="The facts and the central sentences of a text, each with its lines, unchanged (MiniLM).",
            inputs={"text": "Text"},
            output="Text",
            models=("minilm",),
            extras=("models",),
        ),
        Provider(
            capability="text.summarise",
            node="compound_nodes.text_summarise:TextSummariseFreely",
            summary="A text in new words, each sentence with the lines it rests on (SmolLM2-135M).",
            inputs={"text": "Text"},
            output="Text",
            models=("smollm2-135m-instruct", "minilm"),
            extras=("models",),
        ),
    )
)
