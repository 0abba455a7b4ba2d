from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from compound.values import Text
from compound_nodes.encoder import Vectors
from compound_nodes.text_classify import TextClassify
from compound_nodes.zero_shot import HEAD_LINES, WINDOW, ZeroShot

WORDS = ("bill", "letter", "poem", "money", "dear", "rose")


class WordCounts:
    """An encoder whose vectors count a few words; `seen` keeps what it was given."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def encode(self, texts: Sequence[str]) -> Vectors:
        self.seen += texts
        counts = np.array([[text.casefold().count(word) for word in WORDS] + [0.1] for text in texts])
        counts = counts.astype(np.float32).reshape(len(texts), len(WORDS) + 1)
        return counts / np.linalg.norm(counts, axis=1, keepdims=True)


LABELS = {"bill": "asks for money", "letter": "begins with dear", "poem": "about a rose"}


def test_the_label_whose_words_are_nearest_is_chosen() -> None:
    labels = ZeroShot(WordCounts(), LABELS).classify(["a bill", "my dear", "a rose is a rose"])
    assert [label.name for label in labels] == ["bill", "letter", "poem"]


def test_a_description_helps_where_the_name_does_not() -> None:
    bare = ZeroShot(WordCounts(), dict.fromkeys(LABELS, "")).classify(["money"])[0]
    described = ZeroShot(WordCounts(), LABELS).classify(["money"])[0]
    assert described.distribution["bill"] > bare.distribution["bill"]


def test_a_cue_in_the_text_speaks_for_its_label() -> None:
    shot = ZeroShot(WordCounts(), LABELS, cues={"poem": ("Ode an",)})
    assert shot.classify(["ODE AN die Freude"])[0].name == "poem"
    assert shot.classify(["Mode anders"])[0].distribution["poem"] < 0.5


def test_a_cue_counts_more_at_the_head_of_a_text() -> None:
    shot = ZeroShot(WordCounts(), LABELS, cues={"poem": ("ode",)})
    lines = ["filler"] * (HEAD_LINES + 5)
    head, tail = shot.classify(["\n".join(["ode", *lines]), "\n".join([*lines, "ode"])])
    assert head.distribution["poem"] > tail.distribution["poem"] > 1 / 3


def test_templates_are_filled_with_the_name_as_words() -> None:
    encoder = WordCounts()
    ZeroShot(encoder, {"rose_poem": "", "bill": ""}, templates=("a text about {}", "{}!"))
    assert encoder.seen[:2] == ["a text about rose poem", "rose poem!"]


def test_a_long_text_is_encoded_in_windows_from_its_head() -> None:
    encoder = WordCounts()
    shot = ZeroShot(encoder, LABELS)
    encoder.seen.clear()
    shot.classify([" ".join(["word"] * WINDOW * 10)])
    assert [len(window.split()) for window in encoder.seen] == [WINDOW] * 3


@given(texts=st.lists(st.text(max_size=60), max_size=5))
def test_every_text_gets_a_distribution_over_all_labels(texts: list[str]) -> None:
    shot = ZeroShot(WordCounts(), LABELS)
    labels = shot.classify(texts)
    assert len(labels) == len(texts)
    for text, label in zip(texts, labels, strict=True):
        assert set(label.distribution) == set(LABELS)
        assert label.confidence == max(label.distribution.values())
        assert shot.classify([text]) == [label]


@pytest.mark.parametrize(
    ("settings", "complaint"),
    [
        ({"labels": ("only",)}, "at least two"),
        ({"labels": ("same", "same")}, "at least two different"),
        ({"labels": ("a", "b"), "templates": ("no place",)}, "exactly one {}"),
        ({"labels": ("a", "b"), "templates": ()}, "exactly one {}"),
        ({"labels": ("a", "b"), "cues": {"c": ("x",)}}, r"cues are given for \['c'\]"),
    ],
)
def test_settings_that_cannot_work_are_refused(settings: dict[str, object], complaint: str) -> None:
    with pytest.raises(ValidationError, match=complaint):
        TextClassify(**settings)


@pytest.mark.models
def test_minilm_tells_requests_apart_by_their_labels() -> None:
    classify = TextClassify(labels=("lost card", "exchange rate", "change pin"))
    assert classify(Text(content="I cannot find my card anywhere")).name == "lost card"
    assert classify(Text(content="How many dollars do I get for a euro?")).name == "exchange rate"


@pytest.mark.models
def test_a_batch_is_classified_as_one_by_one() -> None:
    classify = TextClassify(labels=("cats", "invoices"))
    texts = [Text(content=f"{'kittens purr ' * index} invoice {index}") for index in range(12)]
    for label, text in zip(classify.run_batch(texts), texts, strict=True):
        assert label.confidence == pytest.approx(classify.run(text).confidence, abs=1e-4)
