"""A page of a document, as an image."""

from __future__ import annotations

import os
from typing import Any, Self

from pydantic import model_validator

from compound.values.image import Image
from compound.values.reading import PageText
from compound.values.text import PageNumber
from compound.values.value import Value


class Page(Value):
    """One page: its image, and the text that came with the file, when it has any."""

    number: PageNumber
    """Place in the document; the first is 1."""

    image: Image

    source: str = ""
    """The file or address it is from, empty when not known."""

    text_layer: PageText | None = None
    """What the file itself says is written there (a PDF's text) and can be seen, on the frame of the image."""

    hidden_text: PageText | None = None
    """What the file says as well but nobody can see on the page. It is not read: orders to machines hide there."""

    @model_validator(mode="after")
    def _text_lies_on_the_image(self) -> Self:
        for text in (self.text_layer, self.hidden_text):
            if text is not None:
                self.image.frame.require(text.frame, "put the text layer on the page's image")
        return self

    @classmethod
    def __compound_convert__(cls, value: Any) -> Self:
        """Page 1 out of an `Image`, or of whatever an `Image` can be made of; raises what that raises."""
        if isinstance(value, cls):
            return value
        source = os.fsdecode(value) if isinstance(value, str | os.PathLike) else ""
        return cls(number=1, image=Image.__compound_convert__(value), source=source)
