"""How often `text.classify` is right, and whether its confidence can be believed, on labelled texts.

    python tests/bench/classify.py --data FILE.jsonl [--descriptions FILE.json] [--no-few-shot] [--json]

The data are JSON lines with `text` and `label`. Measured are: the labels' names in the default templates; names with
one line of description each; half of the rows as examples (drawn at random, so that some labels have none) while the
other half is judged, mean of ten splits, from names and with descriptions. Two floors stand beside them: the cosine to
the bare name, and the centroid of the examples alone. With --json the last line is all of it as JSON.

Descriptions are a JSON object from label to line; without --descriptions, those in `data/` that name every label are
taken. `data/banking77_descriptions.json` was written from the names of the intents, not from requests.
"""

from __future__ import annotations

import argparse
import json
import random
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import fmean
from typing import NamedTuple

import numpy as np

from compound.values import Label
from compound_nodes.classification.classifier import Classifier
from compound_nodes.classification.label_spec import LabelSpec, specified
from compound_nodes.classification.vectors import Encoder
from compound_nodes.encoder import Vectors, minilm
from compound_nodes.text_classify import TextClassify

DESCRIPTIONS = Path(__file__).parent / "data"
SPLITS = 10
BINS = 10


class Row(NamedTuple):
    text: str
    label: str


@dataclass(frozen=True, slots=True)
class Score:
    """Shares, 0 to 1; `ece` is the expected calibration error over ten equal bins (Guo et al. 2017, section 2)."""

    accuracy: float
    ece: float | None = None


class Remembering:
    """An encoder that encodes no text twice: the splits share theirs."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._known: dict[str, Vectors] = {}

    def encode(self, texts: Sequence[str]) -> Vectors:
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        self._known.update(zip(new, self._encoder.encode(new), strict=True))
        return np.array([self._known[text] for text in texts], np.float32)


def measured(
    rows: Sequence[Row], descriptions: Mapping[str, str], encoder: Encoder, few_shot: bool
) -> Iterator[tuple[str, Score]]:
    """Each measure by name; without descriptions, those that need them are left out."""
    names = dict.fromkeys(sorted({row.label for row in rows}), "")
    described = {name: descriptions.get(name, "") for name in names} if descriptions else {}

    def zero_shot(labels: Mapping[str, str]) -> Score:
        return _score(_classifier(encoder, labels, ()).classify([row.text for row in rows]), rows)

    def taught(labels: Mapping[str, str]) -> Score:
        return _mean(
            [_score(_classifier(encoder, labels, shown).classify([row.text for row in judged]), judged)
             for shown, judged in _halves(rows)]
        )  # fmt: skip

    yield "bare_names", _nearest(encoder, [Row(re.sub(r"[_\W]+", " ", name), name) for name in names], rows)
    yield "zero_shot", zero_shot(names)
    if described:
        yield "described", zero_shot(described)
    if few_shot:
        yield "centroids", _mean([_nearest(encoder, shown, judged) for shown, judged in _halves(rows)])
        yield "few_shot", taught(names)
        if described:
            yield "few_shot_described", taught(described)


def _classifier(encoder: Encoder, labels: Mapping[str, str], shown: Sequence[Row]) -> Classifier:
    specs: dict[str, str | LabelSpec] = {
        name: LabelSpec(description=line, examples=tuple(row.text for row in shown if row.label == name))
        for name, line in labels.items()
    }
    node = TextClassify(labels=specs)
    return Classifier(encoder, specified(node.labels, node.cues), node.templates)


def _halves(rows: Sequence[Row]) -> Iterator[tuple[list[Row], list[Row]]]:
    for seed in range(SPLITS):
        shuffled = random.Random(seed).sample(rows, len(rows))
        yield shuffled[: len(rows) // 2], shuffled[len(rows) // 2 :]


def _nearest(encoder: Encoder, shown: Sequence[Row], judged: Sequence[Row]) -> Score:
    """By cosine to the mean of what is shown of each label; labels of which nothing is shown are never chosen."""
    names = sorted({row.label for row in shown})
    vectors = encoder.encode([row.text for row in shown])
    centroids = np.array([vectors[[row.label == name for row in shown]].mean(0) for name in names])
    centroids /= np.linalg.norm(centroids, axis=1, keepdims=True)
    chosen = (encoder.encode([row.text for row in judged]) @ centroids.T).argmax(1)
    return Score(fmean(names[index] == row.label for index, row in zip(chosen, judged, strict=True)))


def _score(labels: Sequence[Label], rows: Sequence[Row]) -> Score:
    right = np.array([label.name == row.label for label, row in zip(labels, rows, strict=True)], float)
    sure = np.array([label.confidence for label in labels])
    bins = np.minimum((sure * BINS).astype(int), BINS - 1)
    gaps = [abs(float((sure - right)[bins == index].sum())) for index in range(BINS)]
    return Score(float(right.mean()), sum(gaps) / len(rows))


def _mean(scores: Sequence[Score]) -> Score:
    errors = [score.ece for score in scores if score.ece is not None]
    return Score(fmean(score.accuracy for score in scores), fmean(errors) if errors else None)


def _rows(path: Path) -> list[Row]:
    objects = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    return [Row(data["text"], str(data["label"])) for data in objects]


def _descriptions(given: Path | None, names: set[str]) -> dict[str, str]:
    found = [json.loads(path.read_text(encoding="utf-8")) for path in _candidates(given)]
    return next((lines for lines in found if given or names <= set(lines)), {})


def _candidates(given: Path | None) -> list[Path]:
    return [given] if given else sorted(DESCRIPTIONS.glob("*_descriptions.json"))


def main(say: Callable[[str], None] = print) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--data", type=Path, required=True, help="JSON lines with text and label")
    parser.add_argument("--descriptions", type=Path, help="JSON object from label to a line about it")
    parser.add_argument("--few-shot", action=argparse.BooleanOptionalAction, default=True, help="half as examples")
    parser.add_argument("--json", action="store_true", help="end with a line of JSON")
    options = parser.parse_args()
    rows = _rows(options.data)
    descriptions = _descriptions(options.descriptions, {row.label for row in rows})
    scores = {}
    for name, score in measured(rows, descriptions, Remembering(minilm()), options.few_shot):
        scores[name] = score
        say(f"{name:20} accuracy {score.accuracy:.3f}" + (f"  ECE {score.ece:.3f}" if score.ece is not None else ""))
    if options.json:
        facts = {"texts": len(rows), "labels": len({row.label for row in rows}), "splits": SPLITS}
        say(json.dumps(facts | {name: asdict(score) for name, score in scores.items()}))


if __name__ == "__main__":
    main()
