"""What `compound run` does: inputs from words, runs, results as they are done."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from compound.errors import CompoundError
from compound.seeing.progress import Progress
from compound_pipelines.cli.words import Call, calls_from_words

if TYPE_CHECKING:
    from compound import Pipeline, Run


@dataclass(frozen=True, slots=True)
class Output:
    """Where results go."""

    as_json: bool
    report: Path | None


def run_all(pipeline: Pipeline[..., Any], words: list[str], output: Output) -> int:
    """Runs the pipeline for all inputs, each result printed when it is there; how many failed.

    Raises what is wrong with the graph or with the words before anything runs.
    """
    _ = pipeline.plan
    failed = 0
    runs: list[Run[Any]] = []
    for call in calls_from_words(pipeline, words):
        with Progress() as progress:
            try:
                run = pipeline.using(listener=progress).run(**call)
                value = run.output
            except CompoundError as error:
                failed += 1
                print(f"error: {_named(call)}{error}", file=sys.stderr)
                continue
        if output.report is not None:
            runs.append(run)
        print(json.dumps(line_of(value, run)) if output.as_json else text_of(value), flush=True)
    if output.report is not None:
        from compound_pipelines.report import write_report

        write_report(pipeline, runs, output.report)
        print(f"report: {output.report.resolve()}", file=sys.stderr)
    return failed


def line_of(value: Any, run: Run[Any]) -> dict[str, Any]:
    """The JSON object of a result: its own, where it has one, with the models and the time."""
    own = value.as_line() if hasattr(value, "as_line") else {"output": plain(value)}
    return {**own, "models": sorted(run.models), "seconds": round(run.seconds, 3)}


def text_of(value: Any) -> str:
    """A result for people."""
    if hasattr(value, "as_text"):
        return str(value.as_text())
    return value if isinstance(value, str) else json.dumps(plain(value), indent=2, ensure_ascii=False)


def plain(value: Any) -> Any:
    """Any value as JSON-like data; what has no such form is described."""
    from pydantic_core import to_jsonable_python

    return to_jsonable_python(value, fallback=repr)


def _named(call: Call) -> str:
    words = [str(value) for value in call.values() if isinstance(value, str)]
    return f"{words[0]}: " if len(words) == 1 else ""
