"""Hamilton: a module with a function for each node, and a driver."""

from __future__ import annotations

import sys
from collections.abc import Callable

from hamilton import ad_hoc_utils, base, driver
from reporting import report

from graphs import MODULUS, START, Graph, inc

sys.setrecursionlimit(20_000)  # it walks the graph recursively: the chain of 1,000 is too deep for the default


def prepare(graph: Graph) -> Callable[[int], int]:
    module = ad_hoc_utils.module_from_source("\n".join(_source(place) for place in graph))
    ran = driver.Builder().with_modules(module).with_adapters(base.DictResult()).build()
    last = graph[-1].name
    return lambda start: ran.execute([last], inputs={START: start})[last]


def _source(place) -> str:
    parameters = ", ".join(f"{source}: int" for source in place.sources)
    summed = " + ".join(place.sources)
    body = f"{summed} + 1" if place.function is inc else f"({summed}) % {MODULUS}"
    return f"def {place.name}({parameters}) -> int:\n    return {body}\n"


if __name__ == "__main__":
    report(prepare)
