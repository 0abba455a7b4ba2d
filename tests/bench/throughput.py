"""What `-j` gains, and what many files cost: `compound run document-understanding` on made-up receipts.

    python tests/bench/throughput.py [--pages 20] [--turns 3] [--jobs 2] [--few 10] [--many 40] [--json]

Whole processes, as users start them, with no result of an earlier run to take. The times are medians of turns in
which `-j JOBS` and `-j 1` follow each other; `files` are so many of one page, `document` is one PDF of so many scans.
The peak of memory is that of the largest process (ru_maxrss). Needs the default models. Exit code 1 when a bar is
missed; that of the times holds where `JOBS` cores have nothing else to do.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import NamedTuple

from compound.store.home import home

sys.path.insert(0, str(Path(__file__).parents[2]))

from tests.receipts.making import receipt

FASTER, GROWTH = 1.5, 1.05
"""The bars: -j 2 against -j 1 at least, many files against few at most (the allocator keeps a little)."""
COMMAND = (sys.executable, "-c", "from compound_pipelines.cli import main; main()", "run", "document-understanding")


class Cost(NamedTuple):
    seconds: float
    mebibytes: float


def cost(paths: Sequence[Path], jobs: int) -> Cost:
    """Of one process over these files or folders."""
    with nothing_kept() as environment:
        began = perf_counter()
        words = (*COMMAND, *map(str, paths), "--json", "-j", str(jobs))
        process = subprocess.Popen(words, stdout=subprocess.DEVNULL, env=environment)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(f"{' '.join(words)} ended with {process.returncode}")
        return Cost(perf_counter() - began, usage.ru_maxrss / 1024)


@contextmanager
def nothing_kept() -> Iterator[dict[str, str]]:
    """An environment whose compound has its models, and no results."""
    with TemporaryDirectory() as folder:
        (Path(folder) / "models").symlink_to(home() / "models")
        yield {**os.environ, "COMPOUND_HOME": folder}


def draw(folder: Path, count: int) -> list[Path]:
    """So many receipts, and a PDF `all.pdf` that holds them all."""
    images = [receipt(seed).image.pil() for seed in range(count)]
    paths = [folder / f"{seed:03}.png" for seed in range(count)]
    for image, path in zip(images, paths, strict=True):
        image.save(path)
    images[0].save(folder / "all.pdf", save_all=True, append_images=images[1:], resolution=200)
    return paths


def copied(path: Path, number: int) -> Path:
    """The same page under another name: more files, and none that takes more by itself."""
    return Path(shutil.copy(path, path.with_name(f"copy-{number}{path.suffix}")))


def times(paths: Sequence[Path], jobs: int, turns: int) -> dict[str, float]:
    """Median seconds side by side and one by one, and the median of the ratios."""
    pairs = [(cost(paths, jobs).seconds, cost(paths, 1).seconds) for _ in range(turns)]
    return {
        "side_by_side": median(side for side, _ in pairs),
        "one_by_one": median(one for _, one in pairs),
        "ratio": median(one / side for side, one in pairs),
    }


def measured(wanted: argparse.Namespace) -> dict[str, dict[str, float]]:
    with TemporaryDirectory() as folder:
        pages = draw(Path(folder), wanted.pages)
        found = {
            "files": times(pages, wanted.jobs, wanted.turns),
            "document": times([Path(folder) / "all.pdf"], wanted.jobs, wanted.turns),
        }
    with TemporaryDirectory() as folder:
        (page,) = draw(Path(folder), 1)
        paths = [copied(page, number) for number in range(wanted.many)]
        few, many = (cost(paths[:count], wanted.jobs).mebibytes for count in (wanted.few, wanted.many))
    return {**found, "memory": {"few": few, "many": many, "ratio": many / few}}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("pages", 20), ("turns", 3), ("jobs", 2), ("few", 10), ("many", 40)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--json", action="store_true")
    wanted = parser.parse_args()
    found = measured(wanted)
    met = {name: found[name]["ratio"] >= FASTER for name in ("files", "document")}
    met["memory"] = found["memory"]["ratio"] <= GROWTH
    for name, figures in found.items() if not wanted.json else ():
        print(f"{name:<10}", *(f"{key} {value:.2f}" for key, value in figures.items()), "ok" if met[name] else "MISSED")
    print(json.dumps({**found, "met": met, "load": os.getloadavg()[0]}))
    sys.exit(not all(met.values()))


if __name__ == "__main__":
    main()
