"""Placing boxes and routing wires for the SVG drawing."""

from __future__ import annotations

from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from compound.seeing.layers import Joint, Spot, crossings, layer_numbers, order
from compound.seeing.layout import Box, Wire, lay_out


@st.composite
def drawings(draw: st.DrawFn) -> tuple[list[Box], list[Wire]]:
    """Boxes of many sizes, wired at random from earlier to later ones."""
    boxes, wires = [], []
    for number in range(draw(st.integers(1, 14))):
        width, height = draw(st.integers(20, 200)), draw(st.integers(20, 120))
        sources = sorted(draw(st.sets(st.integers(0, number - 1), max_size=4))) if number else []
        inlets = {f"in{source}": height * (place + 0.5) / len(sources) for place, source in enumerate(sources)}
        boxes.append(Box(width, height, inlets, {"": height / 2}, approach=draw(st.integers(0, 80))))
        wires += [Wire(source, "", number, f"in{source}") for source in sources]
    return boxes, wires


@given(drawings())
def test_boxes_do_not_overlap_and_lie_within_the_drawing(drawing: tuple[list[Box], list[Wire]]) -> None:
    boxes, wires = drawing
    width, height = lay_out(boxes, wires)
    for one, other in combinations(boxes, 2):
        aside = one.x + one.width <= other.x or other.x + other.width <= one.x
        above = one.y + one.height <= other.y + 0.01 or other.y + other.height <= one.y + 0.01
        assert aside or above
    assert all(box.x >= 0 and box.y >= -0.01 for box in boxes)
    assert all(box.x + box.width <= width and box.y + box.height <= height + 0.01 for box in boxes)


@given(drawings())
def test_wires_run_from_left_to_right_into_their_inlet(drawing: tuple[list[Box], list[Wire]]) -> None:
    boxes, wires = drawing
    lay_out(boxes, wires)
    for wire in wires:
        target = boxes[wire.target]
        assert wire.runs[-1][1:] == (target.x, target.y + target.inlets[wire.inlet])
        assert all(left <= right for left, right, _ in wire.runs)
        assert all(before[1] <= after[0] for before, after in pairwise(wire.runs))


@given(drawings())
def test_wires_do_not_run_through_boxes(drawing: tuple[list[Box], list[Wire]]) -> None:
    boxes, wires = drawing
    lay_out(boxes, wires)
    for wire in wires:
        for left, right, y in wire.runs[1:-1]:
            hit = [box for box in boxes if left <= box.x <= right and box.y < y < box.y + box.height]
            assert not hit


def test_a_chain_is_level() -> None:
    boxes = [Box(50, height, {"in": height / 2}, {"": height / 2}) for height in (20, 80, 40)]
    lay_out(boxes, [Wire(0, "", 1, "in"), Wire(1, "", 2, "in")])
    assert {round(box.y + box.height / 2, 6) for box in boxes} == {40.0}


def test_a_box_stands_after_all_that_leads_to_it() -> None:
    assert layer_numbers(4, [(0, 1), (1, 3), (0, 3), (2, 3)]) == [0, 1, 1, 2]


def test_what_is_used_late_stands_near_its_use() -> None:
    chain = [(0, 1), (1, 2), (2, 3)]
    assert layer_numbers(5, [*chain, (4, 3)])[4] == 2


def test_crossings_are_counted_and_taken_out() -> None:
    left, right = [Spot(0, 20, n) for n in range(3)], [Spot(1, 20, n) for n in range(3)]
    for source, target in zip(left, reversed(right), strict=True):
        joint = Joint(source, 10, target, 10)
        source.after.append(joint)
        target.before.append(joint)
    layers = [left, right]
    for layer in layers:
        for index, spot in enumerate(layer):
            spot.index = index
    assert crossings(layers) == 3
    order(layers)
    assert crossings(layers) == 0
