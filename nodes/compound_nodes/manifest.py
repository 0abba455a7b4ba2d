"""The nodes that come with compound, as the registry finds them."""

from __future__ import annotations

from pathlib import Path

from compound_registry.manifest import Manifest, Provider

MANIFEST = Manifest(
    providers=(
        Provider(
            capability="document.load",
            node="compound_nodes.document_load:DocumentLoad",
            summary="The pages of an image or a PDF file.",
            inputs={"source": Path | str | bytes},
            output="list[Page]",
        ),
        Provider(
            capability="document.read",
            node="compound_nodes.document_read:DocumentRead",
            summary="The text of a page, with a box and a confidence for each word and line (PP-OCR).",
            inputs={"page": "Page | Image"},
            output="PageText",
        ),
        Provider(
            capability="text.classify",
            node="compound_nodes.text_classify:TextClassify",
            summary="The one of your labels that a text fits best, without training (MiniLM).",
            inputs={"text": "Text"},
            output="Label",
        ),
        Provider(
            capability="text.embed",
            node="compound_nodes.text_embed:TextEmbed",
            summary="A unit vector of 384 numbers for a text (MiniLM).",
            inputs={"text": "Text"},
            output="Embedding",
        ),
        Provider(
            capability="text.extract",
            node="compound_nodes.text_extract:TextExtract",
            summary="The fields of your pydantic model, each with its confidence and its place on the page.",
            inputs={"text": "Text"},
            output="Extracted",
        ),
        Provider(
            capability="text.generate",
            node="compound_nodes.text_generate:TextGenerate",
            summary="What a small language model writes after a prompt (SmolLM2-135M).",
            inputs={"prompt": "Text"},
            output="Text",
        ),
        Provider(
            capability="text.summarise",
            node="compound_nodes.text_summarise:TextSummarise",
            summary="A text in a few sentences (SmolLM2-135M).",
            inputs={"text": "Text"},
            output="Text",
        ),
    )
)
