"""What of a passage could be an answer: a sentence, a row, or a row of labels with the row of values below."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from compound.values import Citation, Passage, Span
from compound_nodes.indexing.splitting import enclosing, spans_within
from compound_nodes.sentences import Sentence, sentences_of

LABEL_WORDS = 8
"""A row of more words than this is no label."""

_PROSE_END = re.compile(r"[.!?…][\"'”’)\]]*$")
_SAYS_ITSELF = re.compile(r"\d|:\s*\S")
_ABBREVIATED = re.compile(r"(?:^|\s)\d{1,2}\.$|n[or]\.$|^\S+(?:\s\S+)?\.$")
"""The day of a date ("7. Mai"), or a word or two, of which labels are often cut short ("Rechnungsnr. 30064443")."""


@dataclass(frozen=True, slots=True)
class Quote:
    """Characters of a passage that may answer."""

    text: str
    """On one line, for a model to read."""
    passage: Passage
    start: int
    end: int
    bare: bool = False
    """Whether it is a label whose value stands in the row below."""

    def cited(self) -> Citation:
        """The same characters as they stand in the document."""
        spans = tuple(spans_within(self.passage.spans, (self.start, self.end)))
        whole = self.passage.place
        place = Span(
            start=whole.start + self.start,
            end=whole.start + self.end,
            page=whole.page,
            box=enclosing(spans),
            source=spans[0].source if spans else whole.source,
        )
        return Citation(quote=self.passage.content[self.start : self.end], place=place)


def quotes_of(passage: Passage) -> Iterator[Quote]:
    """Its sentences and rows, and each label with the row that follows it."""
    sentences = list(_whole(passage.content))
    for first, second in pairwise([*sentences, None]):
        assert first is not None
        bare = second is not None and _is_label(first) and not _PROSE_END.search(second.text)
        yield Quote(first.text, passage, first.start, first.end, bare)
        if second is not None and bare:
            yield Quote(f"{first.text} {second.text}", passage, first.start, second.end)


def _whole(content: str) -> Iterator[Sentence]:
    """The sentences, those of a line joined that were cut after what may be an abbreviation."""
    held: Sentence | None = None
    for sentence in sentences_of(content):
        if held is not None and _ABBREVIATED.search(held.text) and "\n" not in content[held.end : sentence.start]:
            held = Sentence(f"{held.text} {sentence.text}", held.start, sentence.end)
            continue
        if held is not None:
            yield held
        held = sentence
    if held is not None:
        yield held


def _is_label(sentence: Sentence) -> bool:
    """Whether a row names something and does not say it: few words, no figures, nothing after a colon."""
    text = sentence.text
    return len(text.split()) <= LABEL_WORDS and not _SAYS_ITSELF.search(text) and not _PROSE_END.search(text)
