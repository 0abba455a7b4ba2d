"""Fits the curves of `compound_nodes.extraction.calibration` to made-up receipts, and prints them.

python tests/bench/calibrating.py [--n 200] [--first 1000] [--keep FOLDER]
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from compound_nodes.extraction.extract import weigh
from compound_nodes.extraction.schema import wanted_fields
from receipts import Reading, Receipt, reader
from tests.receipts.making import receipt

KEYS = {"company": "issuer", "date": "date", "address": "address", "total": "total"}
"""The concept of each entity."""

SMALLEST = 8
"""Values in a bin."""


@dataclass(slots=True)
class Bin:
    """Values found on evidence of about one weight."""

    weights: list[float]
    right: int

    @property
    def share(self) -> float:
        """With one right and one wrong added, since no number of right answers proves that none will be wrong."""
        return (self.right + 1) / (len(self.weights) + 2)

    @property
    def middle(self) -> float:
        return sum(self.weights) / len(self.weights)


def isotonic(found: Iterable[tuple[float, bool]]) -> list[Bin]:
    """Bins whose shares rise with their weights: neighbours that do not are pooled."""
    bins: list[Bin] = []
    for weight, right in sorted(found):
        if bins and (len(bins[-1].weights) < SMALLEST or bins[-1].weights[-1] == weight):
            bins[-1].weights.append(weight)
            bins[-1].right += right
        else:
            bins.append(Bin([weight], int(right)))
    pooled: list[Bin] = []
    for each in bins:
        pooled.append(each)
        while len(pooled) > 1 and pooled[-2].share >= pooled[-1].share:
            last = pooled.pop()
            pooled[-1] = Bin(pooled[-1].weights + last.weights, pooled[-1].right + last.right)
    return pooled


def evidence(seeds: Iterable[int], folder: Path | None) -> Iterator[Reading]:
    """What is found for each entity, with the weight of its evidence in place of a confidence."""
    read, fields = reader(folder), wanted_fields(Receipt)
    for seed in seeds:
        made = receipt(seed)
        found, _ = weigh(read(made.image), fields)
        for wanted in fields:
            if best := found.get(wanted.name):
                value, truth = str(best.candidate.value), getattr(made.truth, wanted.name)
                yield Reading(seed, made.layout, made.locale, wanted.name, truth, value, best.confidence)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--n", type=int, default=200)
    parser.add_argument("--first", type=int, default=1000)
    parser.add_argument("--keep", type=Path)
    options = parser.parse_args()
    found = list(evidence(range(options.first, options.first + options.n), options.keep))
    for field, key in KEYS.items():
        bins = isotonic((one.confidence, one.right) for one in found if one.field == field)
        knots = ", ".join(f"({each.middle:.3f}, {each.share:.3f})" for each in bins)
        print(f'    "{key}": ({knots},),')


if __name__ == "__main__":
    main()
