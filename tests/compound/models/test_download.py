from __future__ import annotations

import errno
import hashlib
import shutil
from pathlib import Path

import pytest

from compound.errors.models import DiskFull, FetchFailed, HashMismatch
from compound.models.disk import removed_when_full
from compound.models.download import Remote, download

from .conftest import Shelf

BODY = bytes(range(256)) * 4000
SHA256 = hashlib.sha256(BODY).hexdigest()


def ignore(done: int, total: int) -> None:
    pass


@pytest.fixture
def remote(shelf: Shelf) -> Remote:
    shelf.files["/weights"] = BODY
    return Remote(f"{shelf.url}/weights", SHA256)


def test_a_file_arrives_and_its_progress_is_told(remote: Remote, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    download(remote, tmp_path / "part", lambda done, total: told.append((done, total)))
    assert (tmp_path / "part").read_bytes() == BODY
    assert told == sorted(told)
    assert told[-1] == (len(BODY), len(BODY))


def test_a_part_is_continued_from_where_it_ends(remote: Remote, shelf: Shelf, tmp_path: Path) -> None:
    (tmp_path / "part").write_bytes(BODY[:1000])
    download(remote, tmp_path / "part", ignore)
    assert (tmp_path / "part").read_bytes() == BODY
    assert [request.start for request in shelf.requests] == [1000]


def test_a_broken_connection_is_continued_by_itself(remote: Remote, shelf: Shelf, tmp_path: Path) -> None:
    shelf.cuts = [300_000, 200_000]
    download(remote, tmp_path / "part", ignore)
    assert (tmp_path / "part").read_bytes() == BODY
    assert [request.start for request in shelf.requests] == [None, 300_000, 500_000]


def test_a_server_without_ranges_begins_anew(remote: Remote, shelf: Shelf, tmp_path: Path) -> None:
    shelf.ranges = False
    (tmp_path / "part").write_bytes(BODY[:1000])
    download(remote, tmp_path / "part", ignore)
    assert (tmp_path / "part").read_bytes() == BODY


@pytest.mark.parametrize("stale", [b"x" * 1000, BODY + b"x"], ids=["of another file", "too long"])
def test_a_part_of_something_else_is_thrown_away(remote: Remote, tmp_path: Path, stale: bytes) -> None:
    (tmp_path / "part").write_bytes(stale)
    download(remote, tmp_path / "part", ignore)
    assert (tmp_path / "part").read_bytes() == BODY


def test_a_whole_part_needs_no_network(remote: Remote, shelf: Shelf, tmp_path: Path) -> None:
    (tmp_path / "part").write_bytes(BODY)
    download(remote, tmp_path / "part", ignore)
    assert shelf.requests == []


def test_another_file_than_the_pinned_one_is_refused_and_deleted(remote: Remote, tmp_path: Path) -> None:
    with pytest.raises(HashMismatch) as caught:
        download(Remote(remote.url, "0" * 64), tmp_path / "part", ignore)
    assert caught.value.actual == SHA256
    assert not (tmp_path / "part").exists()


def test_a_connection_that_breaks_again_and_again_fails_and_keeps_what_came(
    remote: Remote, shelf: Shelf, tmp_path: Path
) -> None:
    shelf.cuts = [1000] * 4
    with pytest.raises(FetchFailed):
        download(remote, tmp_path / "part", ignore)
    assert (tmp_path / "part").read_bytes() == BODY[:4000]


@pytest.mark.parametrize("path", ["/refused", "/absent"])
def test_a_refusal_is_an_error_with_the_address(shelf: Shelf, tmp_path: Path, path: str) -> None:
    with pytest.raises(FetchFailed, match=path):
        download(Remote(f"{shelf.url}{path}", SHA256), tmp_path / "part", ignore)


def test_nobody_there_is_an_error_with_the_address(tmp_path: Path) -> None:
    with pytest.raises(FetchFailed, match=r"127\.0\.0\.1:9"):
        download(Remote("http://127.0.0.1:9/weights", SHA256), tmp_path / "part", ignore)


def test_a_file_url_is_copied(tmp_path: Path) -> None:
    (tmp_path / "a wheel").write_bytes(BODY)
    download(Remote((tmp_path / "a wheel").as_uri(), SHA256), tmp_path / "part", ignore)
    assert (tmp_path / "part").read_bytes() == BODY


def test_what_cannot_fit_is_not_begun(remote: Remote, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(tmp_path)._replace(free=1000)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
    with pytest.raises(DiskFull, match="COMPOUND_HOME") as caught:
        download(remote, tmp_path / "part", ignore)
    assert (caught.value.needed, caught.value.free) == (len(BODY), 1000)
    assert list(tmp_path.iterdir()) == []


def test_a_disk_that_fills_up_meanwhile_is_freed_again(tmp_path: Path) -> None:
    part = tmp_path / "part"
    part.write_bytes(b"half")
    with pytest.raises(DiskFull), removed_when_full(part, 10), Path("/dev/full").open("wb", buffering=0) as full:
        full.write(b"x")
    assert not part.exists()


def test_other_faults_of_the_disk_are_not_called_full(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="broken") as caught, removed_when_full(tmp_path / "part", 10):
        raise OSError(errno.EIO, "broken")
    assert caught.value.errno == errno.EIO
