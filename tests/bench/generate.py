"""Measures who generates text fastest here, and whether they all write the same.

    python tests/bench/generate.py [--json] [--tokens N] [--rounds N] [--only NAME …]

Each way to run SmolLM2-135M-Instruct gets a process of its own, since their threads would get in each other's way, and
the processes take turns, so that other work on the machine slows all alike. Tokens are greedy. Nothing here is a test:
the numbers depend on the machine, and on what else it does.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from itertools import takewhile
from statistics import median
from time import perf_counter

REFERENCE = "transformers fp32"
"""Its text is the one that the others are compared with: the weights of the file, computed without further rounding."""

PARAGRAPH = (
    "The glaciers of the region have lost a third of their ice in forty years. Researchers measured them by radar "
    "from an aeroplane, and compared the result with maps that surveyors had drawn on foot. "
)
PROMPTS = (
    "What is the capital of France? Answer briefly.",
    "Explain in three sentences what a glacier is.",
    "Write a short email that declines a meeting on Friday.",
    f"Summarize this text in two short sentences.\n\n{PARAGRAPH * 8}",
)


@dataclass(frozen=True, slots=True)
class Answer:
    """What one prompt gave, and when."""

    text: str
    tokens: int
    first: float
    """Seconds until the first piece."""
    rest: float
    """Seconds from there to the end."""


@dataclass(frozen=True, slots=True)
class Row:
    """One way to generate, over all rounds."""

    name: str
    tokens_a_second: float
    """After the first piece; the median over the prompts and rounds."""
    first_seconds: float
    """To the first piece, over the short prompts; the median."""
    first_seconds_long: float
    """The same for the last prompt, of some 340 tokens."""
    load_seconds: float
    same: int
    """Prompts, of `len(PROMPTS)`, whose text is that of the reference."""
    difference: str
    """Where the first text that is another departs."""


def _transformers(precision: str) -> Callable[[], object]:
    def load() -> object:
        from compound_nodes.generation.causal_lm import CausalLM
        from compound_registry.models import ensure

        return CausalLM.load(ensure("smollm2-135m-instruct"), precision=precision)  # type: ignore[arg-type]

    return load


def _all_threads() -> object:
    from compound_nodes.generation import causal_lm

    vars(causal_lm)["threads_of_a_step"] = lambda: sys.maxsize
    return _transformers("float32")()


def _openvino() -> object:
    from compound_nodes.generation.openvino_lm import smollm2_openvino

    return smollm2_openvino()


WAYS: dict[str, Callable[[], object]] = {
    REFERENCE: _transformers("float32"),
    "transformers bf16": _transformers("bfloat16"),
    "transformers fp32, all threads": _all_threads,
    "openvino": _openvino,
}


def measured(name: str, tokens: int) -> None:
    """Answers every prompt once, after a short one to warm up, and prints what came as JSON."""
    began = perf_counter()
    model = WAYS[name]()
    loaded = perf_counter() - began
    _answer(model, "Hello.", 4)
    answers = [asdict(_answer(model, prompt, tokens)) for prompt in PROMPTS]
    print(json.dumps({"load": loaded, "answers": answers}))


def _answer(model: object, prompt: str, tokens: int) -> Answer:
    from compound.values import Message
    from compound_nodes.generation.decoding import Decoding

    stream = model.stream((Message(role="user", content=prompt),), Decoding(tokens))  # type: ignore[attr-defined]
    began = perf_counter()
    first = None
    while True:
        try:
            next(stream)
        except StopIteration as done:
            ended = perf_counter()
            first = first or ended
            return Answer(done.value.text, done.value.tokens, first - began, ended - first)
        first = first or perf_counter()


def compared(names: Sequence[str], tokens: int, rounds: int) -> list[Row]:
    """All ways in turns; one that cannot run here is left out with a word on stderr."""
    runs: dict[str, list[dict[str, object]]] = {name: [] for name in names}
    for _ in range(rounds):
        for name in names:
            call = [sys.executable, __file__, "--measure", name, "--tokens", str(tokens)]
            done = subprocess.run(call, capture_output=True, text=True, check=False)
            if done.returncode:
                print(f"{name}: {done.stderr.strip().splitlines()[-1]}", file=sys.stderr)
            else:
                runs[name].append(json.loads(done.stdout.splitlines()[-1]))
    texts = {name: _texts(found[0]) for name, found in runs.items() if found}
    reference = texts.get(REFERENCE, [])
    return [_row(name, found, reference) for name, found in runs.items() if found]


def _row(name: str, runs: Sequence[dict[str, object]], reference: Sequence[str]) -> Row:
    answers = [[Answer(**answer) for answer in run["answers"]] for run in runs]  # type: ignore[attr-defined]
    speeds = [(answer.tokens - 1) / answer.rest for run in answers for answer in run if answer.rest > 0]
    pairs = list(zip(_texts(runs[0]), reference, strict=False))
    return Row(
        name=name,
        tokens_a_second=round(median(speeds), 1),
        first_seconds=round(median(answer.first for run in answers for answer in run[:-1]), 2),
        first_seconds_long=round(median(run[-1].first for run in answers), 2),
        load_seconds=round(median(float(run["load"]) for run in runs), 1),  # type: ignore[arg-type]
        same=sum(text == theirs for text, theirs in pairs),
        difference=next((_departure(text, theirs) for text, theirs in pairs if text != theirs), ""),
    )


def _texts(run: dict[str, object]) -> list[str]:
    return [answer["text"] for answer in run["answers"]]  # type: ignore[attr-defined]


def _departure(text: str, reference: str) -> str:
    start = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(text, reference, strict=False)))
    return f"after {start} characters: {text[start : start + 40]!r} for {reference[start : start + 40]!r}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print JSON instead of a table")
    parser.add_argument("--tokens", type=int, default=48, help="the most tokens of an answer")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", nargs="+", choices=WAYS, default=list(WAYS))
    parser.add_argument("--measure", choices=WAYS, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.measure:
        measured(asked.measure, asked.tokens)
        return
    rows = compared(asked.only, asked.tokens, asked.rounds)
    if asked.json:
        print(json.dumps([asdict(row) for row in rows], indent=2))
        return
    for row in rows:
        print(
            f"{row.name:32} {row.tokens_a_second:6.1f} tokens/s   first {row.first_seconds:5.2f} s, "
            f"of a long prompt {row.first_seconds_long:5.2f} s   loaded in {row.load_seconds:4.1f} s   "
            f"same text {row.same}/{len(PROMPTS)}   {row.difference}"
        )


if __name__ == "__main__":
    main()
