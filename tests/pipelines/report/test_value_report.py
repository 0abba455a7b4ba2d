"""A report of any pipeline: its output, pictures, graph, time, decisions and failures."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import numpy as np

from compound import Image, build, fallback, node, pipeline
from compound.values import Mask
from compound_pipelines.report import write_report
from compound_pipelines.report.value import MOST_CHARACTERS, MOST_PICTURES


class Cutout(NamedTuple):
    picture: Image
    masks: list[Mask]


@node
def invert(image: Image) -> Image:
    return Image(255 - image.array)


@node
def dark(image: Image) -> list[Mask]:
    return [Mask(image.array < 100, image.frame)]


@node
def refuse(number: int) -> str:
    raise ValueError(f"<b>{number}</b> is refused\udc80")


@node
def shout(text: str) -> str:
    return text.upper()


@node
def repeat(number: int) -> str:
    return "ab" * number


@pipeline
def cut(image: Image) -> Cutout:
    return build(Cutout, picture=invert(image), masks=dark(image))


@pipeline
def refused(number: int) -> str:
    return shout(refuse(number))


@pipeline
def rescued(number: int) -> str:
    return fallback(refuse(number), repeat(number))


@pipeline
def repeated(number: int) -> str:
    return repeat(number)


@pipeline
def many(image: Image) -> list[Image]:
    return shades(image)


@node
def shades(image: Image) -> list[Image]:
    return [Image(image.array + np.uint8(index)) for index in range(MOST_PICTURES + 5)]


GRAY = Image(np.arange(0, 240, 10).astype(np.uint8).reshape(4, 6))


def test_each_picture_is_shown_once_with_the_place_it_was_found_at(tmp_path: Path) -> None:
    write_report(cut, [cut.run(GRAY)], tmp_path / "report.html")

    html = (tmp_path / "report.html").read_text("utf-8")
    assert re.findall(r"<figcaption><code>([^<]+)</code>", html) == ["output.picture", "output.masks[0]"]
    assert html.count("data:image/webp;base64,") == 2


def test_pictures_beyond_the_limit_are_left_out(tmp_path: Path) -> None:
    write_report(many, [many.run(GRAY)], tmp_path / "report.html")

    html = (tmp_path / "report.html").read_text("utf-8")
    assert html.count("data:image/webp;base64,") == MOST_PICTURES
    assert f"At most {MOST_PICTURES} pictures are shown" in html


def test_what_failed_is_told_with_what_it_blocked(tmp_path: Path) -> None:
    write_report(refused, [refused.run(3)], tmp_path / "report.html")

    html = (tmp_path / "report.html").read_text("utf-8")
    assert "refuse: ValueError: &lt;b&gt;3&lt;/b&gt; is refused\ufffd" in html
    assert "Did not run because of it: shout" in html


def test_decisions_are_told(tmp_path: Path) -> None:
    run = rescued.run(3)
    write_report(rescued, [run], tmp_path / "report.html")

    html = (tmp_path / "report.html").read_text("utf-8")
    [decision] = run.decisions.values()
    assert "ababab" in html
    assert decision in html


def test_the_graph_is_drawn_and_its_edges_are_listed(tmp_path: Path) -> None:
    write_report(cut, [cut.run(GRAY)], tmp_path / "report.html")

    html = (tmp_path / "report.html").read_text("utf-8")
    assert "data:image/svg+xml;base64," in html
    for source, target in cut.graph.edges():
        assert re.search(rf"<code>{source}</code>.*<code>{target}</code>", html)


def test_the_time_of_each_node_is_told(tmp_path: Path) -> None:
    write_report(cut, [cut.run(GRAY)], tmp_path / "report.html")

    nodes = re.findall(r'<th scope="row"><code>([^<]+)</code>', (tmp_path / "report.html").read_text("utf-8"))
    assert {"invert", "dark"} <= set(nodes)


def test_a_long_output_is_cut_and_the_page_says_so(tmp_path: Path) -> None:
    write_report(repeated, [repeated.run(MOST_CHARACTERS)], tmp_path / "report.html")

    html = (tmp_path / "report.html").read_text("utf-8")
    assert len(html) < MOST_CHARACTERS * 1.5
    assert "The first 200,000 of 400,000 characters" in html


def test_several_runs_are_listed_first(tmp_path: Path) -> None:
    write_report(repeated, [repeated.run(1), repeated.run(2)], tmp_path / "report.html")

    html = (tmp_path / "report.html").read_text("utf-8")
    assert re.findall(r'<li><a href="#([^"]+)">', html) == ["run-1", "run-2"]


def test_a_report_of_no_runs_says_so(tmp_path: Path) -> None:
    write_report(repeated, [], tmp_path / "report.html")

    assert "There is no run to show" in (tmp_path / "report.html").read_text("utf-8")
