"""What fields of business documents are called, in schemas and in print: the contents of `lexicon.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache
from importlib.resources import files
from itertools import product

import yaml


class Kind(Enum):
    """How a value is recognised."""

    AMOUNT = "amount"
    DATE = "date"
    IDENTIFIER = "identifier"
    ISSUER = "issuer"
    ORGANISATION = "organisation"
    ADDRESS = "address"
    CURRENCY = "currency"
    EMAIL = "email"
    WEBSITE = "website"
    PHONE = "phone"
    INTEGER = "integer"
    NUMBER = "number"
    CHOICE = "choice"
    BOOLEAN = "boolean"
    TEXT = "text"
    ITEMS = "items"


@dataclass(frozen=True, slots=True)
class Concept:
    """A thing that documents state; its phrases are written as `labels.words_of` leaves them."""

    key: str
    kind: Kind
    names: tuple[str, ...]
    """What schemas call it."""
    labels: tuple[str, ...]
    """What is printed beside it and means nothing else."""
    weak: tuple[str, ...] = ()
    """What is often printed beside it."""


@cache
def concepts() -> dict[str, Concept]:
    """All concepts by key. The order matters: a label of two concepts belongs to the first."""
    text = files("compound_nodes.extraction").joinpath("lexicon.yaml").read_text(encoding="utf-8")
    return {
        key: Concept(key, Kind(entry["kind"]), *(_phrases(entry.get(part, ())) for part in ("names", "labels", "weak")))
        for key, entry in yaml.safe_load(text).items()
    }


def _phrases(patterns: Iterable[str]) -> tuple[str, ...]:
    return tuple(phrase for pattern in patterns for phrase in expanded(pattern))


def expanded(pattern: str) -> Iterator[str]:
    """All phrases of a pattern, as a shell expands braces: "{net,nett} total" is "net total" and "nett total"."""
    parts = [part.split(",") if at % 2 else [part] for at, part in enumerate(re.split(r"[{}]", pattern))]
    for choice in product(*parts):
        yield " ".join("".join(choice).split())
