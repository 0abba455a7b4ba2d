"""Blobs are whole, checked and where their digest says."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from blake3 import blake3
from hypothesis import given
from hypothesis import strategies as st

from compound.errors.store import BlobCorrupt, BlobMissing, DigestMalformed, StoreFull, StoreUnreachable
from compound.store.blobs import Blobs
from compound.store.shelf import sharded

ABSENT = "0" * 64
PLACES = ("folder", "file://", "memory://")


@pytest.fixture(params=PLACES)
def blobs(request: pytest.FixtureRequest, tmp_path: Path) -> Blobs:
    """Blobs in each kind of place; what is not particular to one holds for all."""
    places: dict[str, Path | str] = {
        "folder": tmp_path,
        "file://": tmp_path.as_uri(),
        "memory://": f"memory://{tmp_path}",
    }
    return Blobs(places[request.param])


@pytest.fixture
def local(tmp_path: Path) -> Blobs:
    return Blobs(tmp_path / "blobs")


@given(st.lists(st.binary(max_size=200), max_size=5))
def test_what_is_put_is_got_under_its_digest(contents: list[bytes]) -> None:
    with TemporaryDirectory() as folder:
        blobs = Blobs(Path(folder))
        for data in contents:
            assert blobs.put(data) == blake3(data).hexdigest()
        assert [blobs.get(blake3(data).hexdigest()) for data in contents] == contents


def test_the_same_bytes_are_kept_once(local: Blobs) -> None:
    digest = local.put(b"tea")
    before = path(local, digest).stat()
    assert local.put(b"tea") == digest
    assert path(local, digest).stat().st_ino == before.st_ino
    assert files(local) == [path(local, digest)]


def test_what_is_there_can_be_asked_for_counted_and_deleted(blobs: Blobs) -> None:
    tea, milk = blobs.put(b"tea"), blobs.put(b"milk")
    assert blobs.has(tea)
    assert tea in blobs
    assert not blobs.has(ABSENT)
    assert set(blobs) == {tea, milk}
    assert blobs.delete(tea)
    assert not blobs.delete(tea)
    assert list(blobs) == [milk]


def test_an_empty_place_holds_nothing(blobs: Blobs) -> None:
    assert list(blobs) == []
    assert not blobs.delete(ABSENT)


@pytest.mark.parametrize("damage", [b"te", b"toa", b""])
def test_a_damaged_blob_is_refused_and_putting_it_again_mends_it(blobs: Blobs, damage: bytes) -> None:
    digest = blobs.put(b"tea")
    blobs.shelf.write(digest, damage)
    with pytest.raises(BlobCorrupt) as caught:
        blobs.get(digest)
    assert caught.value.path == blobs.shelf.where(digest)
    blobs.put(b"tea")
    assert blobs.get(digest) == b"tea"


def test_a_missing_blob_says_so(blobs: Blobs) -> None:
    with pytest.raises(BlobMissing):
        blobs.get(ABSENT)


@pytest.mark.parametrize(
    "name", ["", "../../etc/passwd", "A" * 64, "0" * 63, "0" * 64 + "\n", "../" + "0" * 61, b"x", 7, None]
)
def test_what_is_no_digest_never_becomes_a_path(blobs: Blobs, name: Any) -> None:
    for ask in (blobs.get, blobs.has, blobs.delete):
        with pytest.raises(DigestMalformed):
            ask(name)


@pytest.mark.parametrize("url", ["nowhere://bucket/blobs", "arrow_hdfs+nothing://x"])
def test_a_url_that_leads_to_no_store_is_refused(url: str) -> None:
    with pytest.raises(StoreUnreachable, match=r"nothing|nowhere"):
        Blobs(url)


def test_a_write_that_fails_leaves_nothing_behind(local: Blobs, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "no space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreFull) as caught:
        local.put(b"tea")
    assert caught.value.needed == 3
    assert files(local) == []


def test_a_writer_that_is_killed_before_the_end_leaves_no_blob(local: Blobs) -> None:
    local.put(b"tea")
    code = (
        "import os, sys\nfrom pathlib import Path\nfrom compound.store.blobs import Blobs\n"
        "os.replace = lambda *_: os._exit(9)\nBlobs(Path(sys.argv[1])).put(b'milk')"
    )
    assert subprocess.run([sys.executable, "-c", code, local.shelf.place], check=False).returncode == 9
    assert list(local) == [blake3(b"tea").hexdigest()]
    assert len(files(local)) == 2


def test_processes_may_put_the_same_blobs_at_once(local: Blobs) -> None:
    code = (
        "import sys\nfrom pathlib import Path\nfrom compound.store.blobs import Blobs\n"
        "blobs = Blobs(Path(sys.argv[1]))\n"
        "for at in range(50): blobs.put(bytes([at]) * 10_000)"
    )
    writers = [subprocess.Popen([sys.executable, "-c", code, local.shelf.place]) for _ in range(3)]
    assert [writer.wait() for writer in writers] == [0, 0, 0]
    assert len(files(local)) == 50
    for at in range(50):
        data = bytes([at]) * 10_000
        assert local.get(blake3(data).hexdigest()) == data


def path(blobs: Blobs, digest: str) -> Path:
    return Path(blobs.shelf.place).joinpath(*sharded(digest))


def files(blobs: Blobs) -> list[Path]:
    return [path for path in Path(blobs.shelf.place).rglob("*") if path.is_file()]
