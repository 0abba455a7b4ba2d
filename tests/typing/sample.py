"""What a type checker sees of pipelines: `assert_type` holds, and each line marked with `E` and a code is an error.

It is read by mypy and never run.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Coroutine, Generator, Iterator, Sequence
from typing import Any, assert_type

from pydantic import BaseModel

from compound import Node, Run, build, cascade, each, fallback, loop, node, pipeline, switch, when
from compound.values import Label


class Report(BaseModel):
    text: str
    sizes: list[int]


@node
def size(text: str) -> int:
    return len(text)


@node(retries=2, timeout=3.0)
def shown(x: int) -> str:
    return str(x)


@node
def describe(x: int | str) -> str:
    return str(x)


@node
def is_big(x: int) -> bool:
    return x > 10


@node
async def fetch(url: str) -> str:
    return url


@node(timeout=10)
async def fetch_lines(url: str) -> AsyncIterator[str]:
    yield url


@node
def written(prompt: str) -> Generator[str, None, int]:
    yield prompt
    return 1


@node
def words(text: str) -> Iterator[str]:
    yield from text.split()


@node
def label(text: str) -> Label:
    return Label(name=text, confidence=1.0, distribution={text: 1.0})


class Times(Node, device="cpu", batch=8):
    by: int = 2

    def run(self, x: int, *, plus: int = 0) -> int:
        return x * self.by + plus

    def run_batch(self, x: Sequence[int]) -> list[int]:
        return [self.by * item for item in x]


class Fetch(Node):
    base: str

    async def run(self, url: str) -> str:
        return self.base + url


class Written(Node):
    def run(self, prompt: str) -> Generator[str, None, float]:
        yield prompt
        return 1.0


@pipeline
def fine(text: str, limit: int = 3) -> Report:
    count = assert_type(size(text), int)
    assert_type(fetch(text), str)
    assert_type(fetch_lines(text), list[str])
    assert_type(written(fetch(text)), int)
    assert_type(words(text), list[str])
    assert_type(Times(by=3)(count, plus=limit), int)
    assert_type(Fetch(base="a")(text), str)
    assert_type(Written()(text), float)
    assert_type(size.named("length")(text), int)
    assert_type(Times().named("twice")(count), int)
    assert_type(each(size, words(text)), list[int])
    assert_type(each(lambda word: shown(size(word)), words(text)), list[str])
    assert_type(each(Times(), [count, limit]), list[int])
    assert_type(when(is_big(count), count, lambda: limit), int)
    assert_type(when(is_big(count), count, None), int | None)
    assert_type(when(is_big(count), count, text), int | str)
    assert_type(describe(when(is_big(count), lambda: count, lambda: text)), str)
    chosen: int = when(is_big(count), lambda: when(is_big(limit), limit, lambda: 3), count)
    assert_type(inner(chosen), str)
    assert_type(switch(count, {1: count, 2: limit}, 0), int)
    assert_type(fallback(count, lambda: size(text)), int)
    assert_type(cascade(label(text), lambda: label(shown(count))), Label)
    assert_type(loop(Times(), count, until=is_big, limit=3), int)
    assert_type(inner(count), str)
    return build(Report, text=shown(count), sizes=[count, limit])


@pipeline(name="inside")
def inner(x: int) -> str:
    return shown(x)


assert_type(fine("a"), Report)
assert_type(fine.run("a", limit=2), Run[Report])
assert_type(fine.run("a").output, Report)
assert_type(size("a"), int)
assert_type(fetch.start("a"), Coroutine[Any, Any, str])


async def outside() -> str:
    return await fetch.start("a")


@pipeline
def wrong(text: str) -> Report:
    size(3)  # E: arg-type
    size()  # E: call-arg
    size(text, limit=3)  # E: call-arg
    size(shown(text))  # E: arg-type
    shown(fetch(text))  # E: arg-type
    Times(by="many")  # E: arg-type
    Times(bye=3)  # E: call-arg
    Times()(text)  # E: arg-type
    Fetch(base="a")(3)  # E: call-overload
    each(size, [1, 2])  # E: arg-type
    when(size(text), 1, 2)  # E: call-overload
    build(Report, text=text)  # E: call-arg
    build(Report, text=3, sizes=[])  # E: arg-type
    fetch.start(3)  # E: arg-type
    inner(text)  # E: arg-type
    return shown(3)  # E: return-value


@node(retires=3)  # E: call-overload  # E: untyped-decorator
def misspelt(x: int) -> int:
    return x
