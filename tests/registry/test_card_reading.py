from __future__ import annotations

from typing import Any

import pytest
import yaml
from pydantic import ValidationError

from compound_registry.card import Card
from compound_registry.card_errors import BadCard
from compound_registry.card_reading import card_of
from compound_registry.cards import own_cards

MINILM = own_cards()["minilm"]


def _read(**changes: Any) -> Card:
    fields = MINILM.model_dump(mode="json") | changes
    return card_of(yaml.safe_dump({name: value for name, value in fields.items() if value != "absent"}), "mine.yaml")


def test_a_card_is_read_as_it_was_written() -> None:
    assert _read() == MINILM


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"license": "MIT"}, "`license`: there is no such field; did you mean `licence`?"),
        ({"colour": "red"}, "`colour`: there is no such field."),
        ({"limits": "absent"}, "`limits`: it is missing"),
        ({"sha256": "b9a0"}, "`sha256`: .*64 lower-case hex digits"),
        ({"sha256": None}, "`sha256` is missing: a wheel is pinned by its digest"),
        ({"licence": "apache-2.0"}, "`licence`: .*'apache-2.0'.*SPDX identifier"),
        ({"licence": "see the page"}, "`licence`: .*SPDX identifier"),
        ({"capabilities": ["generate"]}, "`capabilities.0`: .*'generate'.*`domain.verb`"),
        ({"family": "gpt"}, "`family`: .*'llm'.*'gpt'"),
        ({"loader": "AutoModel"}, "`loader`: .*`package:Class`"),
        ({"name": "Mini LM"}, "`name`: .*lower-case"),
        ({"languages": [False]}, '`languages.0`: .*quote "no"'),
        ({"source": "https://example.org/model"}, "`source`: it must begin with pypi:, hf: or file:"),
        ({"size": 0}, "`size`: .*greater than 0"),
        ({"parameters": 5, "active": 5}, "`active` must be below `parameters`"),
        ({"memory": {"int4": 5}}, "`memory` has int4, which `dtypes` has not"),
        ({"source": "remote:server"}, "`sha256` has nothing to pin"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_wrong_card_is_told_its_file_its_field_and_what_to_do(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(BadCard, match=rf"^mine\.yaml is not a model card: {said}"):
        _read(**changes)


def test_all_that_is_wrong_is_told_at_once() -> None:
    with pytest.raises(BadCard) as caught:
        _read(sha256="b9a0", family="gpt", license="MIT")
    assert [field for field, _ in caught.value.problems] == ["family", "sha256", "license"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("name: [", "it is not YAML .*line 2"),
        ("- a\n- b\n", "it holds a list, not fields and their values"),
        ("", "it holds a NoneType, not fields and their values"),
        ("a: !!python/object/apply:os.system [true]", "it is not YAML .*could not determine a constructor"),
    ],
)
def test_what_is_no_mapping_in_yaml_is_refused(text: str, said: str) -> None:
    with pytest.raises(BadCard, match=said):
        card_of(text, "mine.yaml")


def test_a_card_cannot_be_changed() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        MINILM.sha256 = "0" * 64
