"""What `compound run` takes to say again what it said before: whole processes, over pages that nobody read before."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter

from compound.store.home import home
from measuring import Row, Skipped, at_least, at_most

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.receipts.making import receipt

PAGES = 20
AGAIN = 5
LIBRARIES = ("torch", "transformers", "onnxruntime", "rapidocr", "cv2", "tokenizers", "diffusers")
LIST_LIBRARIES = f"""
import runpy, sys
sys.argv = sys.argv[1:]
try:
    runpy.run_path(sys.argv[0], run_name="__main__")
finally:
    print(*[name for name in {LIBRARIES} if name in sys.modules], sep=",", file=sys.stderr)
"""


def document_understanding() -> list[Row]:
    """The first run against the median of those after it, and which model libraries one of these loads."""
    compound = Path(sys.executable).with_name("compound")
    if not compound.exists():
        raise Skipped("the command `compound` is not installed beside this Python")
    if not (home() / "models").is_dir():
        raise Skipped("no models are fetched; `compound models fetch` does")
    with TemporaryDirectory() as pages, _new_home() as environment:
        for seed in range(PAGES):
            receipt(seed).image.pil().save(Path(pages, f"{seed:02}.png"))
        command = [sys.executable, str(compound), "run", "document-understanding", pages, "--json"]
        first = _seconds(command, environment)
        again = median(_seconds(command, environment) for _ in range(AGAIN))
        said = _said([sys.executable, "-c", LIST_LIBRARIES, *command[1:]], environment)
    loaded = [name for name in said.splitlines()[-1].split(",") if name]
    ratio = at_least(first / again, 50)
    none = at_most(len(loaded), 0, "modules")
    return [
        Row(f"cached re-run, {PAGES} pages", "s", again, first, first / again, bars=(ratio,), note="the first run"),
        Row("model libraries loaded by it", "modules", len(loaded), bars=(none,), note=", ".join(loaded)),
    ]


@contextmanager
def _new_home() -> Iterator[dict[str, str]]:
    """An environment whose compound has its models, and has never run."""
    with TemporaryDirectory() as folder:
        Path(folder, "models").symlink_to(home() / "models")
        yield {**os.environ, "COMPOUND_HOME": folder}


def _seconds(command: Sequence[str], environment: dict[str, str]) -> float:
    began = perf_counter()
    _said(command, environment)
    return perf_counter() - began


def _said(command: Sequence[str], environment: dict[str, str]) -> str:
    """What the process says on its error stream. Raises CalledProcessError."""
    return subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stderr
