"""The drawing as SVG."""

from __future__ import annotations

from collections import Counter
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compound import Pipeline, each, node, pipeline, when
from compound.errors.seeing import TooLargeToDraw
from compound.seeing.svg import to_svg

SVG = "{http://www.w3.org/2000/svg}"


@node
def double(x: int) -> int:
    return 2 * x


@node
def is_big(x: int) -> bool:
    return x > 10


@node(effect="act")
def send(x: int, to: str = "all") -> int:
    return x


@node
def total(*xs: int) -> int:
    return sum(xs)


@pipeline
def mixed(x: int, xs: list[int]) -> list[int]:
    chosen = when(is_big(x), lambda: send(x, to="me"), double(x))
    return each(lambda item: total(item, chosen), xs)


def parsed(pipeline_: Pipeline[..., Any]) -> ElementTree.Element:
    return ElementTree.fromstring(to_svg(pipeline_.graph))


def texts(root: ElementTree.Element) -> Counter[str]:
    return Counter(element.text for element in root.iter(f"{SVG}text") if element.text)


def test_nodes_ports_and_types_are_written() -> None:
    found = texts(parsed(mixed))
    assert {"x", "xs", "is_big", "send", "double", "when", "each", "total", "item", "output"} <= set(found)
    assert {"condition", "true", "false", "items"} <= set(found)
    assert found["int"] >= 5
    assert found["bool"] == 1
    assert found["list[int]"] == 2


def test_what_may_be_skipped_is_dashed_and_says_when() -> None:
    root = parsed(mixed)
    dashed = [group.find(f"{SVG}text") for group in root.iter(f"{SVG}g") if group.get("class", "").endswith("maybe")]
    assert {text.text for text in dashed if text is not None} == {"send", "double", "may be skipped"}
    assert {"if when is true", "if when is false"} <= set(texts(root))


def test_the_legend_names_the_families_that_are_there() -> None:
    found = texts(parsed(mixed))
    assert {"function", "acts on others", "branch", "each, loop", "input, output"} <= set(found)
    assert "model" not in found


def test_bodies_are_inside_their_step() -> None:
    root = parsed(mixed)
    (body,) = [group for group in root.iter(f"{SVG}g") if group.get("class") == "card body" and group.get("role")]
    assert {"each", "total", "item", "output"} <= set(texts(body))


def test_every_node_and_wire_has_a_tooltip() -> None:
    root = parsed(mixed)
    titles = {title.text for title in root.iter(f"{SVG}title")}
    assert "double(x: int) -> int" in titles
    assert "send(x: int, to: str = 'all') -> int, with to='me'" in titles
    assert "is_big → when.condition: bool" in titles


def test_it_asks_for_nothing_from_outside() -> None:
    text = to_svg(mixed.graph)
    assert text.count("http") == 1  # the namespace
    tags = {element.tag.removeprefix(SVG) for element in parsed(mixed).iter()}
    assert tags <= {"svg", "title", "desc", "style", "g", "rect", "path", "text"}
    assert "url(" not in text
    assert "@import" not in text


def test_it_has_a_light_and_a_dark_theme_and_a_name_for_readers() -> None:
    root = parsed(mixed)
    assert "prefers-color-scheme:dark" in (root.findtext(f"{SVG}style") or "")
    assert root.get("role") == "graphics-document document"
    assert root.findtext(f"{SVG}title") == "mixed"


@settings(max_examples=40)
@given(st.text(min_size=1).filter(lambda name: not set("#/") & set(name)))
def test_names_may_hold_anything(name: str) -> None:
    @pipeline
    def hostile(x: int) -> int:
        return double(x).named(name)

    root = ElementTree.fromstring(to_svg(hostile.graph, heading=f"<script>{name}").encode())
    assert not list(root.iter(f"{SVG}script"))
    assert root.findtext(f"{SVG}title", "").startswith("<script>")


def test_what_nobody_could_read_is_refused() -> None:
    @pipeline
    def huge(x: int) -> int:
        return total(*[double(x) for _ in range(1000)])

    with pytest.raises(TooLargeToDraw):
        to_svg(huge.graph)
