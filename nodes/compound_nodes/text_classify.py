"""`text.classify`: a text to one of the labels that the settings name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from compound import Node
from compound.values import Label, Text
from compound_nodes.encoder import minilm
from compound_nodes.zero_shot import ZeroShot


def _with_a_place_for_the_label(templates: tuple[str, ...]) -> tuple[str, ...]:
    wrong = [template for template in templates if template.count("{}") != 1]
    if wrong or not templates:
        raise ValueError(
            f"each template needs exactly one {{}} where the label goes; wrong: {wrong or 'there is none'}"
        )
    return templates


class TextClassify(Node, device="cpu", batch=32):
    """Chooses a label by its name, description and cues, without training (MiniLM, best on English).

    The confidence is a softmax share and is not calibrated to any set of documents.
    """

    labels: tuple[str, ...] | dict[str, str]
    """At least two names, or names with a sentence that describes each."""

    templates: Annotated[tuple[str, ...], AfterValidator(_with_a_place_for_the_label)] = ("{}",)
    """Phrases that the name is put in, at `{}`; their vectors are averaged."""

    cues: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Phrases that speak for a label where they stand in the text, in any language, by the label's name."""

    @model_validator(mode="after")
    def _labels_are_distinct(self) -> Self:
        if len(set(self.labels)) != len(self.labels) or len(self.labels) < 2:
            raise ValueError(f"labels must be at least two different names, not {list(self.labels)}")
        if strangers := set(self.cues) - set(self.labels):
            raise ValueError(f"cues are given for {sorted(strangers)}, which labels does not name")
        return self

    models = ("minilm",)

    def load(self) -> ZeroShot:
        return ZeroShot(minilm(), self._described(), templates=self.templates, cues=self.cues)

    def run(self, text: Text) -> Label:
        return self.run_batch([text])[0]

    def run_batch(self, texts: Sequence[Text]) -> list[Label]:
        classifier: ZeroShot = self.loaded
        return classifier.classify([text.content for text in texts])

    def _described(self) -> Mapping[str, str]:
        return self.labels if isinstance(self.labels, dict) else dict.fromkeys(self.labels, "")
