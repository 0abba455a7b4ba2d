"""`text.split`: a text to passages."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from compound import Node
from compound.values import Passage, Text
from compound_nodes.indexing.splitting import split


class TextSplit(Node):
    """Passages of whole sentences and rows, as the text has them; paragraphs and pages are kept apart.

    No character is changed, and none but blanks between passages is left out. With a `PageText` or `DocumentText` each
    passage says its page and box, and its spans those of its lines. Only a sentence longer than `size` is cut.
    """

    size: Annotated[int, Field(ge=16)] = 254
    """The most characters of a passage, blanks not counted and accents counted apart. With 254 it is never more than
    the 256 tokens that MiniLM sees, whatever the script."""

    def run(self, text: Text) -> list[Passage]:
        return split(text, self.size)
