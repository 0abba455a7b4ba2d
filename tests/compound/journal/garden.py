"""Nodes whose calls are counted in a file, so that it shows what was called again in another process."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

from compound import each, fallback, node, pipeline

CALLS = "COMPOUND_TEST_CALLS"


def count(what: str) -> None:
    with Path(os.environ[CALLS]).open("a", encoding="utf-8") as file:
        file.write(f"{what}\n")


def calls() -> Counter[str]:
    file = Path(os.environ[CALLS])
    return Counter(file.read_text(encoding="utf-8").split()) if file.exists() else Counter()


@node
def double(x: int) -> int:
    count(f"double({x})")
    return 2 * x


@node(blocking=True)
def slow(x: int) -> int:
    count(f"slow({x})")
    return x + 1


@node(effect="act")
def send(x: int) -> str:
    count(f"send({x})")
    return f"sent {x}"


@node
def until_mended(text: str) -> str:
    """Fails until there is a file beside that of the calls."""
    count(f"mended({text.replace(' ', '-')})")
    if not Path(os.environ[CALLS]).with_name("mended").exists():
        raise RuntimeError("not mended yet")
    return text.upper()


@node
def total(numbers: list[int]) -> int:
    return sum(numbers)


@node
def picky(x: int) -> int:
    raise ValueError(f"not {x}")


@pipeline
def errand(x: int) -> str:
    return until_mended(send(slow(double(x))))


@pipeline
def rows(numbers: list[int]) -> int:
    return total(each(double, numbers))


@pipeline
def careful(x: int) -> int:
    return fallback(picky(x), lambda: double(x))


def mend() -> None:
    Path(os.environ[CALLS]).with_name("mended").touch()
