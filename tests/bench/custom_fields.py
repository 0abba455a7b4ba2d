"""How well `text.extract` reads fields that no lexicon knows, and how often it invents them.

python tests/bench/custom_fields.py [--receipts 20] [--keep FOLDER] [--json]

Three ways are compared on the made-up documents of `data/custom_fields.yaml`: rules alone, with labels
matched by MiniLM, and with SmolLM2 for the rest. `tuning` documents chose the thresholds, `held out` ones judge them.
On made-up receipts, read by `document.read`, all of some twenty fields are absent: whatever is found is invented.
"""

from __future__ import annotations

import argparse
import datetime
import json
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, Field, create_model

from compound.values import Text
from compound_nodes.text_extract import TextExtract, TextExtractAsking, TextExtractByRules
from receipts import reader
from tests.receipts.making import receipt

DOCUMENTS = Path(__file__).parent / "data" / "custom_fields.yaml"
TYPES = {"str": str, "date": datetime.date, "amount": Decimal, "int": int, "float": float, "bool": bool}
WAYS = (TextExtractByRules, TextExtract, TextExtractAsking)

Truth = dict[str, str | None]


@dataclass(frozen=True, slots=True)
class Score:
    """Counts over one part, by one way of reading."""

    way: str
    part: str
    present: int
    right: int
    wrong: int
    """Found where another value stands."""
    absent: int
    invented: int
    """Found where none stands."""
    confidence: float
    """The mean of what was found, to compare with the share that is right."""
    seconds: float

    @property
    def precision(self) -> float:
        return self.right / max(1, self.right + self.wrong + self.invented)


def schema_of(fields: Sequence[Sequence[Any]]) -> type[BaseModel]:
    described = {name: (TYPES[kind] | None, Field(None, description=told)) for name, kind, told, *_ in fields}
    return create_model("Custom", **described)  # type: ignore[call-overload,no-any-return]


def documents() -> list[tuple[str, Text, type[BaseModel], Truth]]:
    made = yaml.safe_load(DOCUMENTS.read_text(encoding="utf-8"))
    return [
        (
            each["part"],
            Text(content=each["text"]),
            schema_of(each["fields"]),
            {name: None if truth is None else str(truth) for name, _, _, truth in each["fields"]},
        )
        for each in made
    ]


def receipts(count: int, folder: Path | None) -> Iterator[tuple[str, Text, type[BaseModel], Truth]]:
    """Receipts with the fields of the documents that no receipt has."""
    absent = {
        name: [name, kind, told]
        for each in yaml.safe_load(DOCUMENTS.read_text(encoding="utf-8"))
        for name, kind, told, truth in each["fields"]
        if truth is None
    }
    read = reader(folder)
    for seed in range(count):
        yield "receipts", read(receipt(seed).image), schema_of(list(absent.values())), dict.fromkeys(absent)


def judged(way: type[Any], part: str, rows: Sequence[tuple[str, Text, type[BaseModel], Truth]]) -> Score:
    right = wrong = invented = 0
    sure: list[float] = []
    began = time.perf_counter()
    for _, text, schema, truth in rows:
        found = way(schema=schema)(text).fields
        for name, value in found.items():
            sure.append(value.confidence)
            right += _same(value.value, truth[name])
            invented += truth[name] is None
            wrong += truth[name] is not None and not _same(value.value, truth[name])
    present = sum(value is not None for _, _, _, truth in rows for value in truth.values())
    absent = sum(len(truth) for _, _, _, truth in rows) - present
    mean = sum(sure) / max(1, len(sure))
    seconds = time.perf_counter() - began
    return Score(way.__name__, part, present, right, wrong, absent, invented, round(mean, 3), round(seconds, 1))


def _same(found: object, truth: str | None) -> bool:
    if truth is None:
        return False
    if isinstance(found, int | float):
        return Decimal(str(found)) == Decimal(truth)
    return str(found) == truth


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--receipts", type=int, default=0, help="how many")
    parser.add_argument("--keep", type=Path, help="folder that keeps what was read")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    rows = [*documents(), *receipts(options.receipts, options.keep)]
    for part in dict.fromkeys(row[0] for row in rows):
        for way in WAYS:
            score = judged(way, part, [row for row in rows if row[0] == part])
            if options.json:
                print(json.dumps(asdict(score)))
            else:
                print(
                    f"{part:<9} {score.way:<20} right {score.right:>3} of {score.present:<3} wrong {score.wrong:<3} "
                    f"invented {score.invented:>3} of {score.absent:<4} precision {score.precision:.2f}, "
                    f"said {score.confidence:.2f}, {score.seconds:.1f} s"
                )


if __name__ == "__main__":
    main()
