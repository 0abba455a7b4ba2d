"""Pipelines whose values say how they were made, and the same said by a lineage."""

from __future__ import annotations

from typing import Any, NamedTuple

from compound import each, fallback, loop, node, pipeline, switch, when
from compound.provenance.ancestry import Lineage
from compound.provenance.steps import Link


class Parts(NamedTuple):
    left: str
    right: str


@node
def double(x: str) -> str:
    return f"double({x})"


@node
def inc(x: str) -> str:
    return f"inc({x})"


@node
def add(x: str, y: str) -> str:
    return f"add({x},{y})"


@node
def total(texts: list[str]) -> str:
    return f"total([{','.join(texts)}])"


@node
def spread(x: str) -> list[str]:
    return [f"spread({x})[0]", f"spread({x})[1]"]


@node
def split(x: str) -> Parts:
    return Parts(f"split({x}).left", f"split({x}).right")


@node
def empty(x: str) -> bool:
    return not x


@node
def is_long(x: str) -> bool:
    return len(x) > 30


@node
def picky(x: str) -> str:
    raise ValueError(x)


@pipeline
def straight(x: str, y: str) -> str:
    return add(double(x), add(inc(y), x))


@pipeline
def rows(texts: list[str], other: str) -> str:
    more = inc(other)
    return total(each(lambda text: add(double(text), more), texts))


@pipeline
def chained(texts: list[str]) -> str:
    return total(each(double, each(inc, texts)))


@pipeline
def grid(texts: list[str]) -> str:
    return total(each(lambda text: total(each(lambda part: add(part, text), spread(text))), texts))


@pipeline
def either(x: str, y: str) -> str:
    return inc(when(empty(x), lambda: double(y), lambda: inc(x)))


@pipeline
def by_name(name: str, x: str) -> str:
    return double(switch(name, {"double": lambda: double(x), "inc": lambda: inc(x)}, default=x))


@pipeline
def careful(x: str) -> str:
    return inc(fallback(picky(x), lambda: double(x)))


@pipeline
def until_long(x: str) -> str:
    return inc(loop(lambda text: add(double(text), x), inc(x), is_long, limit=9))


@pipeline
def nested(x: str, y: str) -> str:
    return double(straight(inc(x), y))


@pipeline
def parts(x: str) -> str:
    found = split(x)
    return total([found.left, inc(found.right), x])


@pipeline
def handed_through(texts: list[str]) -> str:
    return total(each(double, [inc(texts_of(texts)), double(texts_of(texts))]))


@node
def texts_of(texts: list[str]) -> str:
    return f"texts_of([{','.join(texts)}])"


@pipeline
def branch_of_each(texts: list[str], other: str) -> str:
    return total(each(lambda text: when(empty(text), lambda: inc(other), lambda: double(text)), texts))


@pipeline
def loop_in_each(texts: list[str]) -> str:
    return total(each(lambda text: loop(double, text, is_long, limit=9), texts))


def again(found: Lineage, inputs: dict[str, Any]) -> str:
    """The output, as the lineage says that it was made."""
    (end,) = found.ends
    return _Saying(found, inputs).of(end)


class _Saying:
    def __init__(self, found: Lineage, inputs: dict[str, Any]) -> None:
        self._found = found
        self._inputs = inputs

    def of(self, link: Link) -> str:
        if link.input:
            given = self._inputs[link.input]
            for index in filter(None, link.field.replace("]", "").split("[")):
                given = given[int(index)]
            return f"[{','.join(given)}]" if isinstance(given, list) else str(given)
        return self._step(link.step) + link.field

    def _step(self, path: str) -> str:
        made = self._found.steps[path]
        by_port = {link.port: link for link in made.links}
        match made.kind:
            case "node":
                assert made.ran is not None
                return f"{made.ran.node.rpartition(':')[2]}({','.join(map(self.of, made.links))})"
            case "each" | "list":
                return f"[{','.join(self.of(link) for link in made.links if link.port.startswith('['))}]"
            case "loop":
                return self.of(by_port["state"])
        (chosen,) = (link for port, link in by_port.items() if port not in ("condition", "value"))
        return self.of(chosen)
