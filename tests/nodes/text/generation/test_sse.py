from __future__ import annotations

from compound_nodes.generation.sse import data_of


def test_each_event_is_its_data() -> None:
    lines = ["data: one", "", ": keep-alive", "", "event: x", "data:two", "data: more", "id: 4", ""]
    assert list(data_of(lines)) == ["one", "two\nmore"]


def test_an_event_that_was_cut_off_is_left_out() -> None:
    assert list(data_of(["data: one", "", "data: tw"])) == ["one"]
