"""The drawing for the terminal."""

from __future__ import annotations

import io
from typing import Any

import pytest
from rich.cells import cell_len

from compound import Pipeline, each, node, pipeline, when
from compound.errors.seeing import TooLargeToDraw
from compound.seeing.signs import ASCII
from compound.seeing.terminal import draw, show_graph


@node
def load(path: str) -> list[int]:
    return [1]


@node
def double(x: int) -> int:
    return 2 * x


@node
def total(*xs: int) -> int:
    return sum(xs)


@node(effect="read", retries=2)
def fetch(x: int, url: str) -> int:
    return x


@node
def is_big(x: int) -> bool:
    return x > 10


@pipeline
def diamond(x: int) -> int:
    return total(double(x), double(x), x)


def drawn(pipeline_: Pipeline[..., Any], width: int = 120) -> list[str]:
    return draw(pipeline_.graph, width).plain.splitlines()


def test_a_chain_is_one_rail() -> None:
    @pipeline
    def chain(x: int) -> int:
        return double(double(x))

    assert drawn(chain) == [
        "○  x: int",
        "●  double(x: int) → int",
        "●  double#2(x: int) → int",
        "○  output: int",
    ]


def test_values_that_one_node_uses_are_collected_by_a_rail() -> None:
    assert drawn(diamond) == [
        "○      x: int",
        "├─●▸╮  double(x: int) → int",
        "├─●▸┤  double#2(x: int) → int",
        "╰───●  total(xs: int ×3) → int",
        "    ○  output: int",
    ]


def test_there_is_an_ascii_form() -> None:
    assert draw(diamond.graph, signs=ASCII).plain.splitlines() == [
        "o      x: int",
        "+-*>.  double(x: int) -> int",
        "+-*>+  double#2(x: int) -> int",
        "'---*  total(xs: int x3) -> int",
        "    o  output: int",
    ]


def test_bodies_are_drawn_below_their_step() -> None:
    @pipeline
    def doubled(path: str) -> list[int]:
        return each(double, load(path))

    assert drawn(doubled) == [
        "○  path: str",
        "●  load(path: str) → list[int]",
        "●  each(items: list[int]) → list[int]",
        "│    ┊ ○  item: int",
        "│    ┊ ●  double(x: int) → int",
        "│    ┊ ○  output: int",
        "○  output: list[int]",
    ]


def test_constants_conditions_and_the_manner_of_running_are_named() -> None:
    @pipeline
    def chosen(x: int) -> int:
        return when(is_big(x), fetch(x, "a.org"), x)

    assert "fetch(x: int, url='a.org') → int  if when is true  thread, 2 retries" in "\n".join(drawn(chosen))


def test_long_signatures_go_on_below_at_a_port() -> None:
    @pipeline
    def named(first: int, second: int) -> int:
        return fetch(total(first, second), url="an-address-that-is-long.org")

    wrapped = drawn(named, width=40)
    assert all(cell_len(line) <= 40 for line in wrapped)
    assert wrapped[3:6] == [
        "  ●  fetch(x: int,",
        "  │      url='an-address-that-is-long.o…",
        "  │      → int  thread, 2 retries",
    ]


def test_a_step_without_inputs_does_not_look_as_if_it_came_from_the_one_above() -> None:
    @node
    def start() -> int:
        return 1

    @pipeline
    def started(x: int) -> int:
        return total(start(), start(), double(x))

    assert drawn(started) == [
        "○      x: int",
        "●──▸╮  double(x: int) → int",
        "  ●▸┤  start() → int",
        "●──▸┤  start#2() → int",
        "    ●  total(xs: int ×3) → int",
        "    ○  output: int",
    ]


def test_names_cannot_steer_the_terminal() -> None:
    @pipeline
    def hostile(x: int) -> int:
        return double(x).named("red\x1b[31m\r\nnext")

    text = draw(hostile.graph).plain
    assert "\x1b" not in text
    assert "\r" not in text
    assert "red�[31m��next(x: int)" in text


def test_a_stream_without_box_characters_gets_ascii() -> None:
    buffer = io.BytesIO()
    stream = io.TextIOWrapper(buffer, encoding="ascii")
    show_graph(diamond.graph, stream)
    stream.flush()
    assert buffer.getvalue().decode("ascii").startswith("o      x: int\n+-*>.  double(x: int) -> int\n")


def test_a_file_gets_no_color() -> None:
    stream = io.StringIO()
    show_graph(diamond.graph, stream)
    assert stream.getvalue() == draw(diamond.graph).plain + "\n"


def test_what_nobody_could_read_is_refused() -> None:
    @pipeline
    def huge(x: int) -> int:
        for _ in range(1000):
            x = double(x)
        return x

    with pytest.raises(TooLargeToDraw, match=r"huge has 1,002 nodes; a drawing holds at most 1,000"):
        draw(huge.graph)
