from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from compound_nodes.generation.decoding import Speech

letters = st.text(alphabet="abé\N{REPLACEMENT CHARACTER}", max_size=12)


@given(text=letters, stops=st.lists(st.text(alphabet="ab", min_size=1, max_size=4), max_size=3))
def test_the_pieces_make_up_the_text_before_the_first_stop(text: str, stops: list[str]) -> None:
    speech, said = Speech(stops), ""
    for end in range(1, len(text) + 1):
        said += speech.grown(text[:end])
        if speech.stopped:
            break
    said += speech.rest()
    assert said == speech.text
    assert not any(stop in said for stop in stops)
    assert speech.stopped == any(stop in text for stop in stops)
    if not speech.stopped:
        assert said == text


def test_what_may_become_a_stop_string_is_held_back() -> None:
    speech = Speech(["###"])
    assert [speech.grown("yes#"), speech.grown("yes##"), speech.grown("yes## no")] == ["yes", "", "## no"]


def test_half_a_character_is_held_back() -> None:
    speech = Speech([])
    assert [speech.grown("caf\N{REPLACEMENT CHARACTER}"), speech.grown("café")] == ["caf", "é"]
