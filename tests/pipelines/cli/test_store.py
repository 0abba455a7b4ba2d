"""`compound store` tells before it removes."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from compound.store.blobs import Blobs
from compound.store.folder import Folder
from compound_pipelines.cli.store import app


@pytest.fixture
def blobs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Blobs:
    """One blob from 1970 and one of now."""
    monkeypatch.setenv("COMPOUND_HOME", str(tmp_path))
    monkeypatch.delenv("COMPOUND_STORE", raising=False)
    folder = tmp_path / "blobs"
    blobs = Blobs(folder)
    os.utime(Folder(folder).path(blobs.put(b"old")), (0, 0))
    blobs.put(b"new!")
    return blobs


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def test_list_shows_the_last_used_first(blobs: Blobs) -> None:
    rows = [json.loads(line) for line in run("list", "--json").stdout.splitlines()]
    assert [row["size"] for row in rows] == [4, 3]
    assert run("list").stdout.splitlines()[1].endswith(rows[1]["digest"])


def test_size_adds_up(blobs: Blobs) -> None:
    assert run("size").stdout == f"2 blobs, 7 B, in {blobs.shelf.place}\n"


def test_gc_only_tells_until_it_is_told_to(blobs: Blobs) -> None:
    assert "would remove 1 of 2 blobs, 3 B of 7 B" in run("gc", "--keep", "7d").stdout
    assert len(list(blobs)) == 2
    assert "3 B freed" in run("gc", "--keep", "7d", "--yes").stdout
    assert len(list(blobs)) == 1


def test_gc_above_a_size_removes_the_oldest(blobs: Blobs) -> None:
    run("gc", "--size", "5B", "--yes")
    assert [blobs.get(digest) for digest in blobs] == [b"new!"]


@pytest.mark.parametrize("arguments", [[], ["--keep", "soon"], ["--size", "huge"]])
def test_gc_without_sense_is_refused(blobs: Blobs, arguments: list[str]) -> None:
    assert run("gc", *arguments, "--yes").exit_code == 2
    assert len(list(blobs)) == 2


def test_another_store_can_be_named(blobs: Blobs, tmp_path: Path) -> None:
    assert run("size", "--at", str(tmp_path / "empty")).stdout.startswith("0 blobs")
