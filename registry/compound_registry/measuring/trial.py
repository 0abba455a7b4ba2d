"""One provider on the examples, in a process of its own, so that its memory is its own: `python -m …trial`."""

from __future__ import annotations

import json
import statistics
import sys
from importlib import import_module
from pathlib import Path
from time import perf_counter
from typing import Any

from pydantic import BaseModel


class Order(BaseModel):
    """What the process is asked to do."""

    node: str
    """`module:Class`."""
    settings: dict[str, Any]
    """As a workflow file writes them."""
    modules: tuple[str, ...]
    """Modules that settings may name."""
    libraries: tuple[str, ...]
    """Imported before memory is counted."""
    examples: Path


class Outcome(BaseModel):
    """What it says."""

    metric: str
    quality: float | None
    seconds: float
    memory: int


def run(order: Order) -> Outcome:
    """Loads the node with the first example, and then times each."""
    from compound.run.inputs import convert
    from compound.workflow.constants import read_constant
    from compound_registry.measuring.examples import read_examples
    from compound_registry.measuring.scoring import NONE, score

    for library in order.libraries:
        import_module(library)
    examples = read_examples(order.examples)
    module, _, name = order.node.partition(":")
    kind = getattr(import_module(module), name)
    node = kind(**{key: read_constant(value, order.modules, key) for key, value in order.settings.items()})
    ports = node.signature.by_name
    calls = [
        {key: convert(value, ports[key].hint) if key in ports else value for key, value in example.inputs.items()}
        for example in examples
    ]
    floor = resident()
    node(**calls[0])
    seconds, scores, metric = [], [], NONE
    for call, example in zip(calls, examples, strict=True):
        began = perf_counter()
        output = node(**call)
        seconds.append(perf_counter() - began)
        if example.expected is not None:
            metric, value = score(output, example.expected)
            scores.append(value)
    quality = statistics.fmean(scores) if scores else None
    return Outcome(
        metric=metric, quality=quality, seconds=statistics.median(seconds), memory=max(0, resident(peak=True) - floor)
    )


def resident(*, peak: bool = False) -> int:
    """Bytes of this process in memory, now or at the most.

    From /proc where there is one: `ru_maxrss` of a process that was started by a larger one is that of its parent.
    """
    status = Path("/proc/self/status")
    if status.is_file():
        wanted = "VmHWM:" if peak else "VmRSS:"
        return next(int(line.split()[1]) * 1024 for line in status.read_text().splitlines() if line.startswith(wanted))
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used if sys.platform == "darwin" else used * 1024


def main() -> None:
    """Reads an order, and prints the outcome; what a node raises is the one line of the error stream."""
    order = Order.model_validate(json.load(sys.stdin))
    try:
        print(run(order).model_dump_json())
    except Exception as error:  # noqa: BLE001 - the node is a stranger's: it may raise anything
        sys.exit(f"{type(error).__name__}: {' '.join(str(error).split())}")


if __name__ == "__main__":
    main()
