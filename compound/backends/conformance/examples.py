"""Graphs with their inputs, as hypothesis makes them up and makes them smaller."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from compound.backends.conformance.growing import FAILING, MENDED, SHAPES, SOUND, Part, grown
from compound.errors.extras import MissingExtra

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from compound.graph.pipeline import Pipeline


@dataclass(frozen=True)
class Example:
    """A graph, and what it is run on. What hypothesis prints of it makes it again."""

    parts: tuple[Part, ...]
    x: int
    y: int

    @cached_property
    def pipeline(self) -> Pipeline[..., int]:
        """It has a serialised form."""
        return grown(self.parts)

    @cached_property
    def inputs(self) -> tuple[Any, ...]:
        return self.x, self.y, secrets.token_hex(8)


def examples(most: int = 5, depth: int = 2) -> SearchStrategy[Example]:
    """Graphs of up to `most` parts, some of them with bodies in bodies, `depth` of them; a part is one to six nodes.

    Some fail and some do not. Raises MissingExtra when hypothesis is not installed.
    """
    try:
        from hypothesis import strategies as st
    except ModuleNotFoundError as missing:
        if missing.name != "hypothesis":
            raise
        raise MissingExtra(extra="conformance", package="hypothesis") from None

    def parts(leaves: list[str], most: int, depth: int) -> SearchStrategy[tuple[Part, ...]]:
        picks = st.tuples(st.integers(0, 3), st.integers(0, 3))
        one: SearchStrategy[Part] = st.builds(Part, st.sampled_from(leaves), picks)
        if depth:
            inside = parts([leaf for leaf in leaves if leaf != MENDED], 2, depth - 1)
            one |= st.builds(Part, st.sampled_from(sorted(SHAPES)), picks, inside)
        return st.lists(one, min_size=1, max_size=most).map(tuple)

    sound = [*SOUND, MENDED]
    graphs = st.one_of(parts(sound, most, depth), parts([*sound, *FAILING], most, depth))
    return st.builds(Example, graphs, st.integers(-5, 20), st.integers(-5, 20))
