"""Labels on the picture of a page keep off what is written there."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from compound.values import Box, Frame
from compound_pipelines.report.marks import Place, marks_of

PAGE = Frame(width=1000, height=1400)


def box(left: float, top: float, right: float, bottom: float) -> Box:
    return Box(left=left, top=top, right=right, bottom=bottom, frame=PAGE)


def side(place: Box, *written: Box) -> str:
    [mark] = marks_of([Place("row", "Amount", place)], written)
    return mark.side


def test_a_label_stands_above_when_nothing_is_in_its_way() -> None:
    assert side(box(400, 500, 500, 530)) == "above"


def test_it_stands_below_when_something_is_written_above() -> None:
    assert side(box(400, 500, 500, 530), box(400, 470, 500, 495)) == "below"


def test_it_stands_beside_the_box_between_two_lines() -> None:
    assert side(box(400, 500, 500, 530), box(380, 470, 500, 495), box(380, 535, 500, 560)) == "right"


def test_it_stands_on_the_left_when_the_page_ends_on_the_right() -> None:
    assert side(box(900, 500, 995, 530), box(800, 470, 995, 495), box(800, 535, 995, 560)) == "left"


def test_it_does_not_hang_over_the_top_of_the_page() -> None:
    assert side(box(400, 0, 500, 30)) == "below"


def test_labels_keep_off_each_other() -> None:
    upper, lower = box(400, 500, 500, 530), box(400, 560, 500, 590)
    marks = marks_of([Place("a", "Date", upper), Place("b", "Number", lower)], [box(400, 470, 500, 495)])

    assert [mark.side for mark in marks] == ["below", "below"]


edges = st.tuples(*(st.floats(0, 1000) for _ in range(4))).map(
    lambda at: box(min(at[0], at[1]), min(at[2], at[3]), max(at[0], at[1]), max(at[2], at[3]))
)


@given(st.lists(edges, max_size=8))
def test_every_field_has_exactly_one_mark(boxes: list[Box]) -> None:
    marks = marks_of([Place(f"row-{index}", "Field", place) for index, place in enumerate(boxes)], [])

    assert sorted(place.row for mark in marks for place in mark.places) == sorted(f"row-{i}" for i in range(len(boxes)))
    assert len({mark.anchor for mark in marks}) == len(set(boxes))
