"""What it takes to run document understanding again over pages that were read before.

Three times are told: of the run itself, in a fresh process each time, from the call to the last output, with the graph
built and the journal open before; of the whole process of `compound run`, where Python starts, imports and traces as
well; and of the run again in one process.
"""

from __future__ import annotations

import json
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
RUN = f"""
import json, sys, time
from pathlib import Path
from compound import Cache, Journal, Recording
from compound_pipelines.document_understanding import understand

journal = Journal()
runner = understand.using(memory=Recording(journal, Cache()))
runner.plan, journal.writer
files = sorted(Path(sys.argv[1]).glob("*.png"))
seconds = []
for _ in range(2):
    began = time.perf_counter()
    outputs = list(runner.map(files))
    seconds.append(time.perf_counter() - began)
loaded = [name for name in {LIBRARIES} if name in sys.modules]
print(json.dumps([*seconds, loaded, len(outputs)]))
"""


def document_understanding() -> list[Row]:
    """First runs against the median of those after them, and which model libraries one of these loads."""
    compound = Path(sys.executable).with_name("compound")
    if not compound.exists():
        raise Skipped("the command `compound` is not installed beside this Python")
    if not (home() / "models").is_dir():
        raise Skipped("the default models are not fetched; `compound models fetch` does")
    with TemporaryDirectory() as pages:
        for seed in range(PAGES):
            receipt(seed).image.pil().save(Path(pages, f"{seed:02}.png"))
        return [*_runs(pages), _processes(pages, compound)]


def _runs(pages: str) -> Iterator[Row]:
    with _new_home() as environment:
        first, warm, _, _ = _told(pages, environment)
        found = [_told(pages, environment) for _ in range(AGAIN)]
    again, loaded = median(told[0] for told in found), found[-1][2]
    ratio = first / again
    yield Row(f"cached re-run, {PAGES} pages", "s", again, first, ratio, bars=(at_least(ratio, 50),), note="first run")
    yield Row("… in the same process", "s", warm, first, first / warm, note="first run")
    none = at_most(len(loaded), 0, "modules")
    yield Row("model libraries loaded by it", "modules", len(loaded), bars=(none,), note=", ".join(loaded))


def _processes(pages: str, compound: Path) -> Row:
    command = [sys.executable, str(compound), "run", "document-understanding", pages, "--json"]
    with _new_home() as environment:
        first = _seconds(command, environment)
        again = median(_seconds(command, environment) for _ in range(AGAIN))
    return Row("… as whole processes of `compound run`", "s", again, first, first / again, note="first run")


@contextmanager
def _new_home() -> Iterator[dict[str, str]]:
    """An environment whose compound has its models, and has never run."""
    with TemporaryDirectory() as folder:
        Path(folder, "models").symlink_to(home() / "models")
        yield {**os.environ, "COMPOUND_HOME": folder}


def _told(pages: str, environment: dict[str, str]) -> tuple[float, float, list[str], int]:
    first, second, loaded, count = json.loads(_said([sys.executable, "-c", RUN, pages], environment))
    assert count == PAGES
    return first, second, loaded, count


def _seconds(command: Sequence[str], environment: dict[str, str]) -> float:
    began = perf_counter()
    _said(command, environment)
    return perf_counter() - began


def _said(command: Sequence[str], environment: dict[str, str]) -> str:
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command[:3])} ended with {done.returncode}:\n{done.stderr[-2000:]}")
    return done.stdout
