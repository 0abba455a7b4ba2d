"""How many documents an hour each way of running them takes, what bounds it, and how long documents then wait.

    python tests/bench/scale.py [--cores 2] [--together 100] [--rates 10 1000 1000000] [--page 3.2] [--measure] [--json]

A simulation of `compound_pipelines.site.capacity`, from costs that were measured; each of them can be given. With
`--measure` those of a page are measured first, on made-up receipts: CPU seconds of the process, one core, no result of
an earlier run. That needs the default models.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterator
from dataclasses import asdict, fields, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any

from compound_pipelines.site.capacity import FULL, Costs, Setup, setups, slow

DOCUMENTS = 8


def measured(costs: Costs) -> Costs:
    """The costs of a page as they are here and now."""
    os.environ["OMP_NUM_THREADS"] = "1"  # before any library counts the cores
    sys.path.insert(0, str(Path(__file__).parents[2]))
    from compound import Cache, Journal, Recording
    from compound.journal.reading.runs import details, list_runs
    from compound.store.blobs import Blobs
    from compound_pipelines.document_understanding import understand
    from tests.receipts.making import receipt

    with TemporaryDirectory() as folder:
        root = Path(folder)
        pages = [root / f"{seed}.png" for seed in range(2 * DOCUMENTS + 1)]
        for seed, page in enumerate(pages):
            receipt(seed).image.pil().save(page)
        blobs = Blobs(root / "kept" / "blobs")
        journal = Journal(f"sqlite:///{root / 'kept' / 'compound.db'}", blobs)
        recording = understand.using(memory=Recording(journal, Cache(root / "kept" / "cache.db", blobs)))
        recording(pages[0])
        before = _bytes(root / "kept")
        plain = _seconds(understand, pages[1 : DOCUMENTS + 1])
        recorded = _seconds(recording, pages[DOCUMENTS + 1 :])
        stored = (_bytes(root / "kept") - before) / DOCUMENTS
        nodes = len(details(journal, list_runs(journal, 1)[0].id).nodes)
        journal.close()
    return replace(costs, page=plain, recording=max(0.0, recorded - plain), stored=stored, nodes=nodes)


def _seconds(run: Any, pages: list[Path]) -> float:
    began = process_time()
    for page in pages:
        run(page)
    return (process_time() - began) / len(pages)


def _bytes(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def told(setup: Setup, rates: list[float]) -> Iterator[dict[str, Any]]:
    """What a set-up takes with its cores, and what it needs for each rate."""
    bound = setup.bound
    yield {"setup": setup.name, "cores": setup.stations[0].servers, "most an hour": bound.most, "bound": bound.name}
    for rate in rates:
        sized = setup.sized(rate)
        others = {station.name: station.busy(rate) for station in sized.stations[1:]}
        yield {
            "setup": setup.name,
            "an hour": rate,
            "cores": sized.stations[0].servers,
            "busy": {name: round(part, 3) for name, part in others.items()},
            "fits": max(others.values()) <= FULL,
            "seconds of 95 in 100": slow(sized, rate),
        }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cores", type=int, default=2)
    parser.add_argument("--together", type=int, default=100, help="documents of one flow run, where it has many")
    parser.add_argument(
        "--rates", type=float, nargs="+", default=[10.0, 1_000.0, 1_000_000.0], help="documents an hour"
    )
    parser.add_argument("--measure", action="store_true", help="measure the costs of a page first")
    parser.add_argument("--json", action="store_true", help="one object a line")
    for cost in fields(Costs):
        parser.add_argument(f"--{cost.name.replace('_', '-')}", type=type(cost.default), default=cost.default)
    wanted = vars(parser.parse_args())
    costs = Costs(**{cost.name: wanted[cost.name] for cost in fields(Costs)})
    costs = measured(costs) if wanted["measure"] else costs
    print(json.dumps(asdict(costs)))
    for setup in setups(costs, wanted["cores"], wanted["together"]):
        for row in told(setup, wanted["rates"]):
            print(json.dumps(row) if wanted["json"] else "  ".join(f"{key}: {value}" for key, value in row.items()))


if __name__ == "__main__":
    main()
