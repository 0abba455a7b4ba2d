"""JSON Schema of the inputs and the output: of functions, class nodes and pipelines alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

import pytest
from pydantic import BaseModel

from compound import Node, node, pipeline


class Found(BaseModel):
    name: str


class Pair(NamedTuple):
    name: str
    score: float


@dataclass(frozen=True)
class Spot:
    left: int


@node
def find(text: str, limit: int = 3) -> Found:
    return Found(name=text[:limit])


class Find(Node):
    def run(self, text: str, limit: int = 3) -> Found:
        return Found(name=text[:limit])


@pipeline
def finding(text: str, limit: int = 3) -> Found:
    return find(text, limit)


@pytest.mark.parametrize("thing", [find, Find(), finding])
def test_inputs_by_name_with_those_that_are_required_and_the_output(thing: Any):
    schema = thing.signature.schema()
    assert schema["inputs"] == {"text": {"type": "string"}, "limit": {"type": "integer"}}
    assert schema["required"] == ["text"]
    assert schema["output"]["properties"]["name"]["type"] == "string"


def test_several_named_outputs_have_a_schema_too():
    @node
    def pair(x: int) -> Pair:
        return Pair("a", 1.0)

    @node
    def spot(x: int) -> Spot:
        return Spot(1)

    assert "Score" in str(pair.signature.schema()["output"])
    assert spot.signature.schema()["output"]["properties"]["left"]["type"] == "integer"
