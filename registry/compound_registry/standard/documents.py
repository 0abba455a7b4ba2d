"""Documents: from a file to its pages, what they say and how they are laid out, and answers out of many of them."""

from __future__ import annotations

from compound_registry.capability import Capability

DOCUMENTS = (
    Capability(
        name="document.load",
        summary="The pages of a document in a file or in memory, each as an image with the text that came with it.",
        inputs={"source": "Path | str | bytes"},
        output="list[Page]",
        avoid="For a photograph that is no document, use `Image.open`.",
        tasks=("open a PDF", "render pages", "load a scan", "read a DOCX or HTML file"),
    ),
    Capability(
        name="document.read",
        summary="The text of a page, with a box and a confidence for each word and line.",
        inputs={"page": "Page | Image"},
        output="PageText",
        avoid="To know what a picture without writing shows, use image.caption.",
        tasks=("OCR", "text recognition", "scan to text", "read a receipt", "digitise"),
    ),
    Capability(
        name="document.layout",
        summary="The regions of a page in reading order: titles, text, tables, pictures.",
        inputs={"page": "Page"},
        output="Layout",
        avoid="For the text alone, document.read keeps the reading order as well.",
        tasks=("layout analysis", "page segmentation", "find headings", "reading order"),
    ),
    Capability(
        name="document.table",
        summary="The tables of a page, cell by cell.",
        inputs={"page": "Page"},
        output="list[Table]",
        avoid="For named fields such as a total, use text.extract with a schema.",
        tasks=("table extraction", "table structure recognition", "PDF table to CSV"),
    ),
    Capability(
        name="document.ask",
        summary="The answer to a question out of passages of documents, with the places that it stands on.",
        inputs={"question": "Text", "passages": "Sequence[Passage]"},
        output="Answer",
        avoid="For the same fields of every document, use text.extract with a schema.",
        tasks=("question answering", "ask a PDF", "RAG", "cite sources"),
    ),
    Capability(
        name="index.add",
        summary="Keeps the passages of a document and their embeddings on disk under a key, and gives the key.",
        inputs={"key": str, "passages": "Sequence[Passage]", "embeddings": "Sequence[Embedding]"},
        output=str,
        avoid="For one short document, rank its passages with text.rerank.",
        tasks=("vector store", "index documents", "retrieval", "RAG ingestion"),
    ),
    Capability(
        name="index.search",
        summary="The passages of an index that are nearest to a question, with their places.",
        inputs={"question": "Text", "embedding": "Embedding", "sources": "Mapping[str, str]"},
        output="list[Passage]",
        avoid="For one short document, rank its passages with text.rerank.",
        tasks=("semantic search", "vector search", "retrieval", "RAG", "nearest neighbours"),
    ),
)
