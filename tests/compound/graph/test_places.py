"""An error of the building of a graph notes the line that is to be mended."""

from __future__ import annotations

import pytest

from compound import node, pipeline
from compound.errors import EdgeMismatch


@node
def words(text: str) -> list[str]:
    return text.split()


@node
def shout(word: str) -> str:
    return word.upper()


@pipeline
def inner(text: str) -> str:
    return shout(words(text))  # type: ignore[arg-type]


@pipeline
def outer(text: str) -> str:
    return inner(text)


def test_the_line_of_the_traced_function_is_noted() -> None:
    with pytest.raises(EdgeMismatch) as caught:
        _ = inner.plan
    (note,) = caught.value.__notes__
    assert note.startswith(f"at {__file__}:")
    assert "return shout(words(text))" in note


def test_of_nested_pipelines_the_innermost_line_is_noted() -> None:
    with pytest.raises(EdgeMismatch) as caught:
        _ = outer.plan
    (note,) = caught.value.__notes__
    assert "return shout(words(text))" in note
