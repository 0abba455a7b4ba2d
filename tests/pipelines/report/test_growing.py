"""A report that grows while the work goes on."""

from __future__ import annotations

import gc
import re
import resource
import weakref
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest

from compound import Cache, Image, Journal, Recording, node, pipeline
from compound.errors import DocumentCorrupt
from compound.store.blobs import Blobs
from compound_pipelines.report import Report, write_report
from compound_pipelines.report.spool import Spool
from compound_pipelines.report.writing import ReportNotWritten


@node
def noise(seed: int) -> Image:
    return Image(np.random.default_rng(seed).integers(0, 255, (40, 40, 3), np.uint8))


@pipeline
def noisy(seed: int) -> Image:
    return noise(seed)


@node
def open_file(path: str) -> str:
    raise DocumentCorrupt(source=path, reason="its end is missing")


@pipeline
def opened(path: str) -> str:
    return open_file(path)


@node(cache=True)
def worth(number: int) -> int:
    return number + 1


@pipeline
def dear(number: int) -> int:
    return worth(number)


def titles(path: Path) -> list[str]:
    return re.findall(r'<h2 id="run-\d+-title"><bdi>(.*?)</bdi>', path.read_text("utf-8"))


def test_the_file_appears_when_the_block_ends_and_nothing_lies_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "report.html"
    with Report(noisy, path) as report:
        report.add(noisy.run(1))
        report.add(noisy.run(2), "second")
        assert not path.exists()

    assert titles(path) == ["Run 1", "second"]
    assert list(path.parent.iterdir()) == [path]


def test_what_was_added_is_let_go(tmp_path: Path) -> None:
    with Report(noisy, tmp_path / "report.html") as report:
        run = noisy.run(1)
        image = weakref.ref(run.output)
        report.add(run)
        del run
        gc.collect()

        assert image() is None


def test_write_report_lets_runs_go_one_by_one(tmp_path: Path) -> None:
    images: list[weakref.ref[Image]] = []
    alive = []

    def runs() -> Iterator[object]:
        for seed in range(4):
            gc.collect()
            alive.append(sum(image() is not None for image in images))
            run = noisy.run(seed)
            images.append(weakref.ref(run.output))
            yield run
            del run

    write_report(noisy, runs(), tmp_path / "report.html")  # type: ignore[arg-type]

    assert max(alive) <= 1


def test_an_error_in_the_block_goes_on_and_the_report_says_that_it_is_not_whole(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    with pytest.raises(KeyboardInterrupt), Report(noisy, path) as report:  # noqa: PT012
        report.add(noisy.run(1))
        raise KeyboardInterrupt

    assert titles(path) == ["Run 1"]
    assert "The work ended early" in path.read_text("utf-8")


def test_a_whole_report_does_not_say_so(tmp_path: Path) -> None:
    write_report(noisy, [noisy.run(1)], tmp_path / "report.html")

    assert "ended early" not in (tmp_path / "report.html").read_text("utf-8")


def test_threads_may_add_side_by_side(tmp_path: Path) -> None:
    with Report(noisy, tmp_path / "report.html") as report, ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda seed: report.add(noisy.run(seed), f"seed {seed}"), range(12)))

    html = (tmp_path / "report.html").read_text("utf-8")
    assert sorted(titles(tmp_path / "report.html")) == sorted(f"seed {seed}" for seed in range(12))
    assert re.findall(r'<article id="run-(\d+)"', html) == [str(number) for number in range(1, 13)]


def test_a_failed_run_is_called_after_its_file(tmp_path: Path) -> None:
    write_report(opened, [opened.run("bills/march.pdf")], tmp_path / "report.html")

    assert titles(tmp_path / "report.html") == ["bills/march.pdf"]
    html = (tmp_path / "report.html").read_text("utf-8")
    assert "its end is missing" in html
    assert "1 run, 1 failed" in html


def test_what_failed_before_it_ran_is_told_too(tmp_path: Path) -> None:
    with Report(opened, tmp_path / "report.html") as report:
        report.add_failure(DocumentCorrupt(source="bills/april.pdf", reason="<its end> is missing"))
        report.add_failure(TypeError("a path is needed"), "bills/may.pdf")

    assert titles(tmp_path / "report.html") == ["bills/april.pdf", "bills/may.pdf"]
    html = (tmp_path / "report.html").read_text("utf-8")
    assert "&lt;its end&gt; is missing" in html
    assert "a path is needed" in html


def test_what_was_there_from_earlier_runs_is_counted(tmp_path: Path) -> None:
    journal = Journal(f"sqlite:///{tmp_path / 'journal.db'}", Blobs(tmp_path / "blobs"))
    memory = Recording(journal, Cache(tmp_path / "cache.db", journal.values.blobs))
    runs = [dear.using(memory=memory).run(1) for _ in range(2)]
    journal.close()

    write_report(dear, runs, tmp_path / "report.html")
    html = (tmp_path / "report.html").read_text("utf-8")
    assert html.count("Cached</th>") == 1  # of the second run alone


def test_a_path_that_cannot_be_written_is_refused_before_any_work(tmp_path: Path) -> None:
    (tmp_path / "report.html").mkdir()

    with pytest.raises(ReportNotWritten, match=r"report\.html: Is a directory"):
        Report(noisy, tmp_path / "report.html").__enter__()


def test_pieces_that_cannot_all_be_made_are_not_kept(tmp_path: Path) -> None:
    def breaking() -> Iterator[str]:
        yield "hälf"
        raise RuntimeError("half way")

    spool = Spool(tmp_path / "report.html")
    spool.append(["öne ", "two "])
    with pytest.raises(RuntimeError, match="half way"):
        spool.append(breaking())
    spool.append(["three"])

    assert "".join(spool.chunks()) == "öne two three"
    spool.close()


def test_a_full_disk_is_told_and_the_old_report_stays(tmp_path: Path) -> None:
    path = tmp_path / "report.html"
    path.write_text("old")

    with (
        files_of_at_most(4_000),
        pytest.raises(ReportNotWritten, match="File too large"),
        Report(noisy, path) as report,
    ):
        report.add(noisy.run(1))

    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


@contextmanager
def files_of_at_most(size: int) -> Iterator[None]:
    """As on a disk that is full, no file can grow beyond this many bytes."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
