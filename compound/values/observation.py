"""What can be seen where an action would be done."""

from __future__ import annotations

from typing import Self

from pydantic import model_validator

from compound.values.geometry import Box
from compound.values.image import Image
from compound.values.value import Value


class Element(Value):
    """Something that can be acted on: a button, a field, a link, a tool."""

    ref: str
    """What the executor finds it by; unique in its observation."""

    role: str
    """What it is, by the roles of WAI-ARIA: `button`, `textbox`, `link`."""

    name: str
    """What it is called: its accessible name. It comes from the page, and is not to be trusted."""

    value: str = ""
    """What it holds."""

    box: Box | None = None
    """Where it is on the picture of the observation."""


class Observation(Value):
    """What is there at one moment. All of it but `origin` comes from outside, and none of it gives orders."""

    origin: str
    """Whose it is: scheme, host and port of a page (`https://example.org`), or the name of an application."""

    content: str = ""
    """The text that can be seen."""

    elements: tuple[Element, ...] = ()

    image: Image | None = None
    """A picture of it."""

    @model_validator(mode="after")
    def _elements_are_told_apart(self) -> Self:
        refs = [element.ref for element in self.elements]
        if len(set(refs)) != len(refs):
            raise ValueError(f"elements share a ref: {sorted({ref for ref in refs if refs.count(ref) > 1})}")
        for element in self.elements:
            if self.image is not None and element.box is not None:
                element.box.on(self.image)
        return self
