"""How well `document.read` and `text.extract` together read receipts: entity F1 over made-up ones (tests/receipts).

    python tests/bench/receipts.py [--n 200] [--first 0] [--json] [--keep FOLDER]

An entity is right when its total is the same number, its date the same day, and the rest the same letters and digits
in lower case. F1 is that of precision (right of those found) and recall (right of those printed). The reliability
table sets the confidence of what was found against the share that is right. The last line is JSON; with `--json` it
is the only one. `--keep` keeps what was read in a folder, so that a second run only extracts. Exit code 1 when the F1
is below the bar.
"""

from __future__ import annotations

import argparse
import datetime
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from statistics import fmean

from pydantic import BaseModel

from compound.values import Image, PageText
from compound_nodes.document_read import DocumentRead
from compound_nodes.text_extract import TextExtract

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.receipts.making import Truth, receipt

BAR = 0.92
EDGES = (0.0, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1.0)
"""Of the bins of the reliability table."""


class Receipt(BaseModel):
    """The four entities of SROIE (ICDAR 2019, task 3)."""

    company: str | None = None
    date: datetime.date | None = None
    address: str | None = None
    total: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What was found for one entity of one receipt."""

    seed: int
    layout: str
    locale: str
    field: str
    truth: str
    found: str | None
    confidence: float

    @property
    def right(self) -> bool:
        return self.found is not None and _comparable(self.field, self.found) == _comparable(self.field, self.truth)


def _comparable(field: str, text: str) -> object:
    if field == "total":
        return Decimal(text)
    return text if field == "date" else "".join(sign for sign in text.lower() if sign.isalnum())


def entity_f1(readings: Sequence[Reading]) -> float:
    """2PR/(P+R), which is twice the right ones over all that were found and all that were printed."""
    right = sum(reading.right for reading in readings)
    return 2 * right / (len(readings) + sum(reading.found is not None for reading in readings))


def readings(seeds: Iterable[int], read: Callable[[Image], PageText]) -> Iterator[Reading]:
    extract = TextExtract(schema=Receipt)
    for seed in seeds:
        made = receipt(seed)
        found = extract(read(made.image)).fields
        for field in Truth._fields:
            value = found.get(field)
            yield Reading(
                seed=seed,
                layout=made.layout,
                locale=made.locale,
                field=field,
                truth=getattr(made.truth, field),
                found=None if value is None else str(value.value),
                confidence=0.0 if value is None else value.confidence,
            )


def reader(folder: Path | None) -> Callable[[Image], PageText]:
    """`document.read`, or what it said of the same image before."""
    read = DocumentRead()
    if folder is None:
        return read
    folder.mkdir(parents=True, exist_ok=True)

    def remembered(image: Image) -> PageText:
        kept = folder / f"{image.digest}.json"
        if not kept.exists():
            kept.write_text(read(image).model_dump_json(), encoding="utf-8")
        return PageText.model_validate_json(kept.read_text(encoding="utf-8"))

    return remembered


@dataclass(frozen=True, slots=True)
class Figures:
    """F1 over all and by group, and how far confidence is from the share that is right."""

    receipts: int
    bar: float
    f1: float
    field: dict[str, float]
    layout: dict[str, float]
    locale: dict[str, float]
    calibration_error: dict[str, float]
    """Expected calibration error by field: the mean gap of the bins, weighted by their size."""

    @classmethod
    def of(cls, found: Sequence[Reading]) -> Figures:
        return cls(
            receipts=len(found) // len(Truth._fields),
            bar=BAR,
            f1=round(entity_f1(found), 4),
            field=_by("field", found),
            layout=_by("layout", found),
            locale=_by("locale", found),
            calibration_error={field: round(_error(_bins(field, found)), 4) for field in Truth._fields},
        )


@dataclass(frozen=True, slots=True)
class Bin:
    """What was found with a confidence within bounds."""

    low: float
    high: float
    found: int
    said: float
    """Mean confidence."""
    right: float
    """Share that is right."""


def _by(name: str, found: Sequence[Reading]) -> dict[str, float]:
    groups: dict[str, list[Reading]] = {}
    for reading in found:
        groups.setdefault(getattr(reading, name), []).append(reading)
    return {key: round(entity_f1(group), 4) for key, group in sorted(groups.items())}


def _bins(field: str, found: Sequence[Reading]) -> list[Bin]:
    bins = []
    for low, high in pairwise(EDGES):
        group = [one for one in found if one.field == field and one.found is not None and low < one.confidence <= high]
        if group:
            said, right = fmean(one.confidence for one in group), fmean(one.right for one in group)
            bins.append(Bin(low, high, len(group), said, right))
    return bins


def _error(bins: Sequence[Bin]) -> float:
    return sum(one.found * abs(one.said - one.right) for one in bins) / max(1, sum(one.found for one in bins))


def tables(figures: Figures, found: Sequence[Reading]) -> Iterator[str]:
    """Lines for people: scores, reliability, and what is wrong."""
    for name in ("field", "layout", "locale"):
        yield f"F1 by {name}"
        yield from (f"  {key:<20} {score:.3f}" for key, score in getattr(figures, name).items())
    for field in Truth._fields:
        yield f"Confidence of {field}: expected calibration error {figures.calibration_error[field]:.3f}"
        for one in _bins(field, found):
            yield f"  {one.low:.2f} to {one.high:.2f}  {one.found:>4}  said {one.said:.2f}  right {one.right:.2f}"
    yield "Wrong"
    for reading in found:
        if not reading.right:
            place = f"{reading.seed:>6} {reading.layout:<18} {reading.locale} {reading.field:<8}"
            yield f"{place} {reading.truth!r} read as {reading.found!r} ({reading.confidence:.2f})"
    yield f"entity F1 {figures.f1:.4f} over {figures.receipts} receipts (bar {figures.bar})"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, default=200, help="how many receipts")
    parser.add_argument("--first", type=int, default=0, help="seed of the first")
    parser.add_argument("--json", action="store_true", help="print nothing but the last line")
    parser.add_argument("--keep", type=Path, help="folder that keeps what was read")
    options = parser.parse_args()
    found = list(readings(range(options.first, options.first + options.n), reader(options.keep)))
    figures = Figures.of(found)
    if not options.json:
        print(*tables(figures, found), sep="\n")
    print(json.dumps(asdict(figures)))
    return 0 if figures.f1 >= BAR else 1


if __name__ == "__main__":
    raise SystemExit(main())
