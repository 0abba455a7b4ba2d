"""Sentences of a summary, each with spans that lead back to the lines of the text that it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from compound.values import DocumentText, PageText, Span, Text
from compound.values.reading import PAGE_BREAK
from compound_nodes.encoder import Vectors
from compound_nodes.sentences import Sentence

LIKE = 0.5
"""A sentence that rests on another has at least this cosine with it (MiniLM); unrelated ones have 0 to 0.3."""

ALSO = 0.9
"""A source is named beside the likeliest when its cosine is at least this share of that one's."""


def quoted(text: Text, sentence: Sentence) -> Text:
    """A sentence of the text, with a span for each line that it was read from."""
    content = sentence.text if sentence.text[-1] in ".!?…" else f"{sentence.text}."
    return Text(content=content, spans=_spans(text, [sentence], len(sentence.text)))


def joined(pieces: Sequence[Text]) -> Text:
    """The pieces with a space between, and their spans."""
    content, spans = "", []
    for piece in pieces:
        content += " " if content else ""
        spans += [span.shifted(len(content)) for span in piece.spans]
        content += piece.content
    return Text(content=content, spans=tuple(spans))


def attributed(written: Sequence[str], text: Text, sources: Sequence[Sentence], likeness: Vectors) -> Text | None:
    """What was written about a text, each sentence with spans to the lines of those in the text that are most like it.

    `likeness` is the cosine of each sentence to each source, of shape (written, sources). None when a sentence is like
    nothing in the text.
    """
    pieces = []
    for content, row in zip(written, likeness, strict=True):
        if row.max(initial=0.0) < LIKE:
            return None
        basis = [sources[int(index)] for index in np.flatnonzero(row >= ALSO * row.max())]
        pieces.append(Text(content=content, spans=_spans(text, basis, len(content))))
    return joined(pieces)


def _spans(text: Text, sentences: Sequence[Sentence], length: int) -> tuple[Span, ...]:
    places = (place for sentence in sentences for place in _places(text, sentence))
    # Two sentences on one line have one place.
    return tuple(dict.fromkeys(place.model_copy(update={"start": 0, "end": length}) for place in places))


def _places(text: Text, sentence: Sentence) -> Iterator[Span]:
    """Where a sentence of the text stood: by page and box, by what the text says of itself, or by its lines."""
    if isinstance(text, DocumentText | PageText):
        yield from _lines_of_pages(text, sentence)
        return
    own = [span for span in text.spans if span.start < sentence.end and sentence.start < span.end]
    yield from own or [_lines_of_text(text.content, sentence)]


def _lines_of_pages(text: DocumentText | PageText, sentence: Sentence) -> Iterator[Span]:
    offset = 0
    for page in text.pages if isinstance(text, DocumentText) else (text,):
        for line in page.lines:
            if line.start + offset < sentence.end and sentence.start < line.end + offset:
                yield Span(start=0, end=0, page=page.page, box=line.box)
        offset += len(page.content) + len(PAGE_BREAK)


def _lines_of_text(content: str, sentence: Sentence) -> Span:
    """The lines as a fragment identifier of plain text: `#line=2,4` are the third and the fourth (RFC 5147)."""
    first = content.count("\n", 0, sentence.start)
    last = first + content.count("\n", sentence.start, sentence.end)
    return Span(start=0, end=0, source=f"#line={first},{last + 1}")
