from __future__ import annotations

import json
from typing import Any

import pytest
from pydantic import ValidationError

from compound.values import Text
from compound_nodes.classification.label_spec import LabelSpec, specified
from compound_nodes.text_classify import TextClassify
from compound_registry import use

SPORT = {"description": "matches, athletes, results", "examples": ("They won 3 to 1.",), "cues": ("league",)}


@pytest.mark.parametrize(
    ("labels", "spec"),
    [
        (("sport", "other"), LabelSpec()),
        ({"sport": "matches and results", "other": ""}, LabelSpec(description="matches and results")),
        ({"sport": SPORT, "other": ""}, LabelSpec(**SPORT)),
        ({"sport": LabelSpec(**SPORT), "other": "all else"}, LabelSpec(**SPORT)),
    ],
)
def test_labels_are_names_or_say_more(labels: Any, spec: LabelSpec) -> None:
    node = use("text.classify", labels=labels)
    assert specified(node.labels, node.cues) == {"sport": spec, "other": specified(node.labels, {})["other"]}


def test_cues_given_apart_are_added() -> None:
    labels = {"sport": LabelSpec(cues=("league",)), "other": ""}
    assert specified(labels, {"sport": ("cup",)})["sport"].cues == ("league", "cup")


def test_settings_survive_json() -> None:
    node = TextClassify(labels={"sport": SPORT, "other": "all else"}, cues={"sport": ("cup",)})
    assert TextClassify.model_validate(json.loads(node.model_dump_json())) == node


@pytest.mark.parametrize(
    ("settings", "complaint"),
    [
        ({"labels": ("only",)}, "at least two"),
        ({"labels": ("same", "same")}, "at least two different"),
        ({"labels": ("a", "b"), "templates": ("no place",)}, "exactly one {}"),
        ({"labels": ("a", "b"), "templates": ()}, "exactly one {}"),
        ({"labels": ("a", "b"), "cues": {"c": ("x",)}}, r"cues are given for \['c'\]"),
        ({"labels": {"a": {"examples": (" ",)}, "b": ""}}, "at least 1 character"),
        ({"labels": {"a": {"sample": ("x",)}, "b": ""}}, "sample"),
    ],
)
def test_settings_that_cannot_work_are_refused(settings: dict[str, Any], complaint: str) -> None:
    with pytest.raises(ValidationError, match=complaint):
        TextClassify(**settings)


@pytest.mark.models
def test_minilm_tells_requests_apart_by_their_labels() -> None:
    classify = TextClassify(labels=("lost card", "exchange rate", "change pin"))
    assert classify(Text(content="I cannot find my card anywhere")).name == "lost card"
    assert classify(Text(content="How many dollars do I get for a euro?")).name == "exchange rate"


@pytest.mark.models
def test_a_batch_is_classified_as_one_by_one() -> None:
    classify = TextClassify(labels={"cats": {"examples": ["a kitten purrs"]}, "invoices": "bills to pay"})
    texts = [Text(content=f"{'kittens purr ' * index} invoice {index}") for index in range(12)]
    for label, text in zip(classify.run_batch(texts), texts, strict=True):
        assert label.distribution == pytest.approx(classify.run(text).distribution, abs=1e-4)


@pytest.mark.models
def test_examples_are_learnt_the_same_way_every_time() -> None:
    labels = {
        "refund": {"examples": ["give me my money back", "I return it"]},
        "delivery": {"examples": ["it is late"]},
    }
    text = Text(content="where is my parcel")
    assert TextClassify(labels=labels).run(text) == TextClassify(labels=labels).run(text)
