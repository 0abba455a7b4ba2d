"""What is known of a label besides its name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Phrase = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class LabelSpec(BaseModel):
    """A label in words, in examples and in telling phrases; each may be left out, and all that is given is used."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    description: str = ""
    """What the texts of this label are about, in a line."""

    examples: tuple[Phrase, ...] = ()
    """Texts that bear the label; a few help much, some hundred are fine."""

    cues: tuple[Phrase, ...] = ()
    """Phrases that speak for the label where they stand in a text, in any language."""


Labels = tuple[str, ...] | dict[str, str | LabelSpec]
"""Names alone, or names with a description or with a `LabelSpec`."""


def specified(labels: Labels, cues: Mapping[str, Sequence[str]]) -> dict[str, LabelSpec]:
    """One spec a label, in order, with the cues that were given apart from it."""
    given = labels if isinstance(labels, dict) else dict.fromkeys(labels, "")
    specs = {name: LabelSpec(description=spec) if isinstance(spec, str) else spec for name, spec in given.items()}
    return {name: spec.model_copy(update={"cues": (*spec.cues, *cues.get(name, ()))}) for name, spec in specs.items()}
