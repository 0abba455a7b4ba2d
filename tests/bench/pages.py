"""How well `document.read` reads scanned pages: character error on pages with transcripts.

    python tests/bench/pages.py FOLDER [--json]

FOLDER holds images and, of the same name, `.txt` files. Each page is read as it is, on its side and its head, askew,
at low resolution and after hard JPEG compression. The character error is the Levenshtein distance by the length of the
transcript, white space counting as one blank. Exit code 1 when a mean is above its bar.
"""

from __future__ import annotations

import argparse
import io
import json
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import fmean

from PIL import Image as Pil

from compound.values import Image
from compound_nodes.document_read import DocumentRead

UPRIGHT, ROTATED = 0.05, 0.08
"""Bars."""
Wear = Callable[[Pil.Image], Pil.Image]


def turned(degrees: float) -> Wear:
    """Counterclockwise, on white paper that grows as it must."""
    return lambda page: page.rotate(degrees, Pil.Resampling.BICUBIC, expand=True, fillcolor=255)


def halved(page: Pil.Image) -> Pil.Image:
    return page.resize((page.width // 2, page.height // 2), Pil.Resampling.LANCZOS)


def squeezed(page: Pil.Image) -> Pil.Image:
    file = io.BytesIO()
    page.save(file, "JPEG", quality=15)
    return Pil.open(file)


WEARS: dict[str, tuple[Wear, float]] = {
    "as it is": (lambda page: page, UPRIGHT),
    "90 degrees": (turned(90), ROTATED),
    "180 degrees": (turned(180), ROTATED),
    "270 degrees": (turned(270), ROTATED),
    "3 degrees left": (turned(3), ROTATED),
    "3 degrees right": (turned(-3), ROTATED),
    "half the resolution": (halved, ROTATED),
    "JPEG of quality 15": (squeezed, ROTATED),
}
"""With the bar of the mean of each."""


def distance(one: str, other: str) -> int:
    """Levenshtein distance, bit-parallel (Hyyrö, "A bit-vector algorithm for computing Levenshtein distance", 2003)."""
    places: dict[str, int] = {}
    for index, character in enumerate(one):
        places[character] = places.get(character, 0) | 1 << index
    everything, last = (1 << len(one)) - 1, 1 << len(one) >> 1
    more, less, found = everything, 0, len(one)
    for character in other:
        same = places.get(character, 0)
        diagonal = (((same & more) + more) ^ more) | same | less
        rises, falls = less | (everything & ~(diagonal | more)), more & diagonal
        found += bool(rises & last) - bool(falls & last)
        rises = rises << 1 | 1
        more = (falls << 1 | (everything & ~(diagonal | rises))) & everything
        less = rises & diagonal & everything
    return found


def character_error(read: str, truth: str) -> float:
    """0 when equal; may exceed 1."""
    one, other = (" ".join(text.split()) for text in (truth, read))
    return distance(one, other) / len(one)


def pages_in(folder: Path) -> Iterator[tuple[str, Pil.Image, str]]:
    """Name, gray picture and transcript."""
    for path in sorted(folder.iterdir()):
        transcript = path.with_suffix(".txt")
        if path.suffix != ".txt" and transcript.exists():
            yield path.name, Image.open(path).pil().convert("L"), transcript.read_text("utf-8")


def measure(reader: DocumentRead, pages: Sequence[tuple[str, Pil.Image, str]], wear: Wear) -> dict[str, float]:
    return {
        name: character_error(reader(Image.from_pil(wear(picture))).content, truth) for name, picture, truth in pages
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--json", action="store_true", help="one JSON object, and nothing else")
    arguments = parser.parse_args()
    reader, pages = DocumentRead(), list(pages_in(arguments.folder))
    if not pages:
        parser.error(f"{arguments.folder} has no image with a .txt file of the same name")
    errors = {}
    for name, (wear, bar) in WEARS.items():
        errors[name] = measure(reader, pages, wear)
        if not arguments.json:
            each = ", ".join(f"{page} {error:.3f}" for page, error in errors[name].items())
            print(f"{name:20} {fmean(errors[name].values()):.4f} (at most {bar})  {each}", flush=True)
    means = {name: fmean(found.values()) for name, found in errors.items()}
    print(json.dumps({"character_error": means, "pages": errors}))
    return int(any(means[name] > bar for name, (_, bar) in WEARS.items()))


if __name__ == "__main__":
    sys.exit(main())
