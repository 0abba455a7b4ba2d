"""Results as text: for people, as JSON, as CSV."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from compound.errors.root import CompoundError

if TYPE_CHECKING:
    from compound import Pipeline
    from compound_pipelines.cli.work import Outcome

_FORMULA = tuple("=+-@\t\r\n\0＝＋－＠")
"""What a cell must not begin with: OWASP ASVS 5.0, requirement 1.2.10, the line ends and the wide forms besides."""
_END = "\r\n"
_NEGATIVE = re.compile(r"-\d+(\.\d+)?([eE][+-]?\d+)?")


class NoColumns(CompoundError):
    """Raised when results are asked for as CSV whose type does not say which columns they have."""

    def __init__(self, *, pipeline: str, output: str) -> None:
        self.pipeline, self.output = pipeline, output
        super().__init__(
            f"the output of {pipeline} is a {output}, which has no columns, so that there is no CSV of it; use --json."
        )


class Format(Protocol):
    """How results are written, each followed by a line break."""

    heading: str
    """What comes before all results, if it is not empty."""

    def result(self, outcome: Outcome) -> str:
        """One result."""


class ForPeople:
    heading = ""

    def result(self, outcome: Outcome) -> str:
        value = outcome.output
        if hasattr(value, "as_text"):
            return str(value.as_text())
        return value if isinstance(value, str) else json.dumps(plain(value), indent=2, ensure_ascii=False)


class AsJson:
    """One JSON object a line: the result's own, where it has one, with the models and the time."""

    heading = ""

    def result(self, outcome: Outcome) -> str:
        value = outcome.output
        own = value.as_line() if hasattr(value, "as_line") else {"output": plain(value)}
        return json.dumps({**own, "models": sorted(outcome.models), "seconds": round(outcome.seconds, 3)})


class AsCsv:
    """A row of RFC 4180 for each result, after one with the names of the columns.

    A text that a spreadsheet would take for a formula gets a single quote before it; negative numbers stay as they are.
    Lists and mappings are JSON.
    """

    def __init__(self, pipeline: Pipeline[..., Any]) -> None:
        """Raises NoColumns when the pipeline's output has none."""
        hint = pipeline.signature.output.hint
        if not hasattr(hint, "columns"):
            raise NoColumns(pipeline=pipeline.name, output=getattr(hint, "__name__", str(hint)))
        self.heading = _row(hint.columns())

    def result(self, outcome: Outcome) -> str:
        return _row(outcome.output.as_row())


def plain(value: Any) -> Any:
    """Any value as JSON-like data; what has no such form is described."""
    from pydantic_core import to_jsonable_python

    return to_jsonable_python(value, fallback=repr)


def _row(values: Sequence[Any]) -> str:
    buffer = io.StringIO()
    # Signs of the line end are what the writer puts in quotes.
    csv.writer(buffer, lineterminator=_END).writerow([_cell(value) for value in values])
    return buffer.getvalue().removesuffix(_END)


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_FORMULA) and not _NEGATIVE.fullmatch(value) else value
    if isinstance(value, Mapping | Sequence):
        from compound.values.frozen import thaw

        return json.dumps(plain(thaw(value)), ensure_ascii=False)
    return {True: "true", False: "false"}[value] if isinstance(value, bool) else value
