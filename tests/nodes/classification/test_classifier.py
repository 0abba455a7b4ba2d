from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compound_nodes.classification.classifier import Classifier
from compound_nodes.classification.cues import HEAD_LINES
from compound_nodes.classification.label_spec import LabelSpec
from compound_nodes.classification.vectors import WINDOW

LABELS = {"bill": "asks for money", "letter": "begins with dear", "poem": "about a rose"}


def knowing(encoder: Any, labels: Mapping[str, LabelSpec]) -> Classifier:
    return Classifier(encoder, labels, templates=("{}",))


def described(encoder: Any, **cues: tuple[str, ...]) -> Classifier:
    return knowing(
        encoder, {name: LabelSpec(description=line, cues=cues.get(name, ())) for name, line in LABELS.items()}
    )


def test_the_label_whose_words_are_nearest_is_chosen(encoder: Any) -> None:
    labels = described(encoder).classify(["a bill", "my dear", "a rose is a rose"])
    assert [label.name for label in labels] == ["bill", "letter", "poem"]


def test_a_description_helps_where_the_name_does_not(encoder: Any) -> None:
    bare = knowing(encoder, {name: LabelSpec() for name in LABELS}).classify(["money"])[0]
    assert described(encoder).classify(["money"])[0].distribution["bill"] > bare.distribution["bill"]


def test_examples_teach_what_no_word_of_the_label_says(encoder: Any) -> None:
    labels = {name: LabelSpec() for name in LABELS}
    taught = labels | {"poem": LabelSpec(examples=("verse upon verse", "a verse"))}
    assert knowing(encoder, labels).classify(["verse"])[0].distribution["poem"] == pytest.approx(1 / 3, abs=0.05)
    assert knowing(encoder, taught).classify(["verse"])[0].name == "poem"


def test_a_label_without_examples_is_still_chosen_by_its_words(encoder: Any) -> None:
    labels = {"bill": LabelSpec(examples=("pay", "pay now", "pay at once")), "letter": LabelSpec(), "poem": LabelSpec()}
    found = knowing(encoder, labels).classify(["letter", "poem", "pay"])
    assert [label.name for label in found] == ["letter", "poem", "bill"]


def test_one_unlike_example_is_enough_for_texts_like_it(encoder: Any) -> None:
    bills = ("pay the bill",) * 20
    common = {"bill": LabelSpec(examples=bills), "letter": LabelSpec()}
    odd = {"bill": LabelSpec(examples=(*bills, "rose")), "letter": LabelSpec()}
    [without], [with_it] = knowing(encoder, common).classify(["rose"]), knowing(encoder, odd).classify(["rose"])
    assert with_it.distribution["bill"] > 0.9 > without.distribution["bill"]


def test_a_cue_in_the_text_speaks_for_its_label(encoder: Any) -> None:
    classifier = described(encoder, poem=("Ode an",))
    assert classifier.classify(["ODE AN die Freude"])[0].name == "poem"
    assert classifier.classify(["Mode anders"])[0].distribution["poem"] < 0.5


def test_a_cue_counts_more_at_the_head_of_a_text(encoder: Any) -> None:
    lines = ["filler"] * (HEAD_LINES + 5)
    classifier = described(encoder, poem=("ode",))
    head, tail = classifier.classify(["\n".join(["ode", *lines]), "\n".join([*lines, "ode"])])
    assert head.distribution["poem"] > tail.distribution["poem"] > 1 / 3


def test_description_examples_and_cues_work_together(encoder: Any) -> None:
    parts = {"description": "about a rose", "examples": ("a verse",), "cues": ("ode",)}
    text = ["an ode, a verse, a rose; and pay the bill"]

    def share(given: Mapping[str, Any]) -> float:
        labels = {"poem": LabelSpec(**given), "bill": LabelSpec()}
        return knowing(encoder, labels).classify(text)[0].distribution["poem"]

    assert all(share(parts) > share({key: parts[key] for key in parts if key != left_out}) for left_out in parts)


def test_templates_are_filled_with_the_name_as_words(encoder: Any) -> None:
    Classifier(encoder, {"rose_poem": LabelSpec(), "bill": LabelSpec()}, templates=("a text about {}", "{}!"))
    assert encoder.seen[:4] == ["a text about rose poem", "a text about bill", "rose poem!", "bill!"]


def test_words_that_few_labels_share_tell_most(encoder: Any) -> None:
    names = ("bill rose", "bill verse", "bill dear", "bill letter")
    [label] = knowing(encoder, {name: LabelSpec() for name in names}).classify(["verse"])
    assert label.name == "bill verse"


def test_a_long_text_is_encoded_in_windows_from_its_head(encoder: Any) -> None:
    classifier = described(encoder)
    encoder.seen.clear()
    classifier.classify([" ".join(["word"] * WINDOW * 10)])
    assert [len(window.split()) for window in encoder.seen] == [WINDOW] * 3


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.text(max_size=60), max_size=5))
def test_every_text_gets_a_distribution_over_all_labels_whatever_stands_beside_it(
    encoder: Any, texts: list[str]
) -> None:
    classifier = knowing(encoder, {"bill": LabelSpec(examples=("pay",)), "poem": LabelSpec(), "letter": LabelSpec()})
    labels = classifier.classify(texts)
    assert len(labels) == len(texts)
    for text, label in zip(texts, labels, strict=True):
        assert set(label.distribution) == set(LABELS)
        assert label.confidence == max(label.distribution.values())
        assert classifier.classify([text]) == [label]
