"""`text.classify`: a text to one of the labels that the settings name."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from compound import Node
from compound.values import Label, Text
from compound_nodes.classification.classifier import Classifier
from compound_nodes.classification.label_spec import Labels, specified
from compound_nodes.encoder import minilm


def _with_a_place_for_the_label(templates: tuple[str, ...]) -> tuple[str, ...]:
    wrong = [template for template in templates if template.count("{}") != 1]
    if wrong or not templates:
        raise ValueError(
            f"each template needs exactly one {{}} where the label goes; wrong: {wrong or 'there is none'}"
        )
    return templates


class TextClassify(Node, device="cpu", batch=32):
    """Chooses a label by its name, its description, examples of it and cues (MiniLM, best on English).

    Examples are learnt when the node loads, in a few seconds for some hundred, and the same way every time. The
    confidence is calibrated to short requests; a text classified in a batch differs by less than 1e-4 in any share
    from the same text alone.
    """

    labels: Labels
    """At least two names; or names with a sentence that describes each, or with a `LabelSpec` or a dict of its fields:
    `{"refund": {"description": "money back", "examples": ["I want a refund"], "cues": ["refund"]}}`."""

    templates: Annotated[tuple[str, ...], AfterValidator(_with_a_place_for_the_label)] = (
        "{}",
        "{}?",
        "a text about {}",
    )
    """Phrases that the name is put in, at `{}`; their vectors are averaged."""

    cues: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    """Cues by the label's name, added to those in `labels`."""

    @model_validator(mode="after")
    def _labels_are_distinct(self) -> Self:
        if len(set(self.labels)) != len(self.labels) or len(self.labels) < 2:
            raise ValueError(f"labels must be at least two different names, not {list(self.labels)}")
        if strangers := set(self.cues) - set(self.labels):
            raise ValueError(f"cues are given for {sorted(strangers)}, which labels does not name")
        return self

    models = ("minilm",)

    def load(self) -> Classifier:
        return Classifier(minilm(), specified(self.labels, self.cues), self.templates)

    def run(self, text: Text) -> Label:
        return self.run_batch([text])[0]

    def run_batch(self, texts: Sequence[Text]) -> list[Label]:
        classifier: Classifier = self.loaded
        return classifier.classify([text.content for text in texts])
