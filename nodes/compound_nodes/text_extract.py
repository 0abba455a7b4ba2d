"""`text.extract`: the fields of any pydantic schema out of a text."""

from __future__ import annotations

import functools
import warnings
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel

from compound import Node
from compound.errors.extras import MissingExtra
from compound.errors.models import ModelMissing
from compound.values import Extracted, Text
from compound_nodes.encoder import SentenceEncoder, minilm
from compound_nodes.extraction.asking import Asked, Likelihoods
from compound_nodes.extraction.extract import Manner, SecondLook, extract
from compound_nodes.extraction.language import TAG, Language
from compound_nodes.extraction.likeness import Encoder, LikeLabels
from compound_nodes.generation.causal_lm import smollm2
from compound_nodes.generation.likelihood import log_likelihoods


def _language_tag(tag: str) -> str:
    if not TAG.fullmatch(tag):
        raise ValueError(f"{tag!r} is no language tag; write one of BCP 47, such as 'de' or 'en-GB', or 'auto'")
    return tag


with warnings.catch_warnings():
    # pydantic warns of a field that hides `BaseModel.schema`, a method which it has deprecated.
    warnings.filterwarnings("ignore", message='Field name "schema"')

    class ExtractionSettings(BaseModel):
        """What to look for, and in which language."""

        schema: type[BaseModel]  # type: ignore[assignment]
        """What to look for. A list of models with an amount is filled with the line items; other lists, mappings and
        nested models stay empty."""

        language: Annotated[str, AfterValidator(_language_tag)] = "auto"
        """Of the text, as a BCP 47 tag such as "de" or "en-US": decides the order of day and month, the decimal mark
        and labels that are other words in another language, where the text leaves them open. "auto" guesses."""

        def output_type(self) -> Any:
            """`Extracted[schema]`, which is what these nodes return under these settings."""
            return Extracted[self.schema]  # type: ignore[name-defined]

        def extracted(self, text: Text, *second_looks: SecondLook) -> Extracted[Any]:
            return extract(text, self.schema, Manner(Language(self.language), second_looks))


class TextExtractByRules(Node, ExtractionSettings):
    """Finds fields by their type, name, alias and description, from patterns, labels and layout; needs no model.

    Works on any `Text`; with a `PageText` or `DocumentText` the boxes of the words help, and each field says its
    page and box. Knows the labels of business documents in English, German, French, Dutch, Spanish and Italian, and of
    Malay receipts. A field that does not stand in the text is None or its default, and is named in `missing`; nothing
    is invented. What the text lets be checked (cash less change, net and tax, lines that add up, a date that has come)
    is in `checks`, and makes a field surer or less sure.
    """

    def run(self, text: Text) -> Extracted[Any]:
        return self.extracted(text)


class RulesAlone(UserWarning):
    """Warned of when fields that no lexicon knows are looked for without the model that matches labels to them."""


class TextExtract(TextExtractByRules, device="cpu"):
    """Finds fields as `TextExtractByRules` does, and by labels that mean a field and are worded otherwise (MiniLM).

    MiniLM is loaded when a document leaves a field empty that no lexicon knows: `vessel` is found beside "Ship", best
    in English. Without the model or its libraries the rules read alone, with a `RulesAlone` warning. On 16 made-up
    documents with fields of their own the rules alone found 3 of 68 values, and with MiniLM 31, with 2 wrong ones and
    1 invented in 41 absent fields; on 40 receipts it invented at most 7 of 1,640 (tests/bench/custom_fields.py).
    """

    models = ("minilm",)

    def load(self) -> SentenceEncoder:
        return minilm()

    def run(self, text: Text) -> Extracted[Any]:
        try:
            return self.extracted(text, LikeLabels(lambda: self.loaded))
        except (MissingExtra, ModelMissing) as missing:
            warnings.warn(
                f"Labels were not matched to the fields of {self.schema.__name__}: {missing}", RulesAlone, stacklevel=2
            )
            return self.extracted(text)


@dataclass(frozen=True, slots=True)
class Readers:
    """What matches labels, and what is asked for the rest."""

    encoder: Encoder
    likelihoods: Likelihoods


class TextExtractAsking(TextExtractByRules, device="cpu"):
    """Finds fields as `TextExtract` does, and asks SmolLM2-135M for those still empty that no lexicon knows.

    The model chooses among what stands in the text and has the field's type, or "none", and a value counts only when
    the question makes it much likelier: so it rarely invents, and rarely finds. On 16 made-up documents with fields of
    their own it added one right value of 68 and one wrong one to what `TextExtract` found, invented nothing in 41
    absent fields, and took five times as long (tests/bench/custom_fields.py). Hence it is not the default.
    """

    models = ("minilm", "smollm2-135m-instruct")

    def load(self) -> Readers:
        return Readers(minilm(), functools.partial(log_likelihoods, smollm2()))

    def run(self, text: Text) -> Extracted[Any]:
        looks = LikeLabels(lambda: self._readers.encoder), Asked(lambda: self._readers.likelihoods)
        return self.extracted(text, *looks)

    @property
    def _readers(self) -> Readers:
        readers: Readers = self.loaded
        return readers
