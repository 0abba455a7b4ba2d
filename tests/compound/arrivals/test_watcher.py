"""Files that arrive are handed on when they are whole, each content once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import fsspec
import pytest
from blake3 import blake3

from compound.arrivals.place import Place
from compound.arrivals.seen import Seen
from compound.arrivals.watcher import Arrival, Watcher
from compound.errors import AlreadyWatched, PlaceUnreadable


class Inbox:
    """A folder and a watcher of it, whose arrivals are kept."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.arrived: list[Arrival] = []
        self.watcher: Watcher

    @contextmanager
    def watched(self, pattern: str = "*") -> Iterator[Watcher]:
        place = Place(str(self.folder), pattern)
        with Seen(place.url, "test") as seen:
            self.watcher = Watcher(place, seen)
            yield self.watcher

    def look(self, times: int = 1) -> list[str]:
        """Names of what those looks handed on."""
        before = len(self.arrived)
        for _ in range(times):
            self.watcher.look(self.arrived.append)
        return [Path(arrival.path).relative_to(self.folder).as_posix() for arrival in self.arrived[before:]]


@pytest.fixture
def inbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Inbox:
    monkeypatch.setenv("COMPOUND_HOME", str(tmp_path / "home"))
    folder = tmp_path / "inbox"
    folder.mkdir()
    return Inbox(folder)


class TestComplete:
    def test_a_file_is_handed_on_once_two_looks_found_it_the_same(self, inbox: Inbox) -> None:
        with inbox.watched():
            (inbox.folder / "a.pdf").write_bytes(b"page")
            assert inbox.look() == []
            assert inbox.look() == ["a.pdf"]
            assert inbox.arrived == [Arrival(str(inbox.folder / "a.pdf"), blake3(b"page").hexdigest())]

    def test_a_file_that_still_grows_is_not(self, inbox: Inbox) -> None:
        with inbox.watched(), (inbox.folder / "a.pdf").open("ab", buffering=0) as file:
            for _ in range(3):
                file.write(b"more")
                assert inbox.look() == []
            assert inbox.look() == ["a.pdf"]

    def test_a_file_that_is_written_while_it_is_read_is_not(
        self, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        file = inbox.folder / "a.pdf"
        digest = Place.digest

        def meanwhile(place: Place, name: str) -> str:
            read = digest(place, name)
            file.write_bytes(b"the whole")
            return read

        with inbox.watched():
            file.write_bytes(b"half")
            inbox.look()
            with monkeypatch.context() as patched:
                patched.setattr(Place, "digest", meanwhile)
                assert inbox.look() == []
            assert inbox.look(2) == ["a.pdf"]
            assert inbox.arrived[0].digest == blake3(b"the whole").hexdigest()

    @pytest.mark.parametrize("name", [".a.pdf", "a.pdf.part", "a.pdf.crdownload", "~a.pdf", "a.TMP", ".hidden/a.pdf"])
    def test_names_of_unfinished_files_are_left_until_they_are_renamed(self, inbox: Inbox, name: str) -> None:
        with inbox.watched():
            draft = inbox.folder / name
            draft.parent.mkdir(exist_ok=True)
            draft.write_bytes(b"page")
            assert inbox.look(3) == []
            draft.replace(inbox.folder / "a.pdf")
            assert inbox.look(2) == ["a.pdf"]

    def test_an_empty_file_is_one_that_nobody_has_written_yet(self, inbox: Inbox) -> None:
        with inbox.watched():
            (inbox.folder / "a.pdf").touch()
            assert inbox.look(3) == []
            (inbox.folder / "a.pdf").write_bytes(b"page")
            assert inbox.look(2) == ["a.pdf"]

    def test_another_file_under_the_same_name_is_noticed_by_what_the_system_says_of_it(self, inbox: Inbox) -> None:
        with inbox.watched():
            file, other = inbox.folder / "a.pdf", inbox.folder / ".other"
            file.write_bytes(b"1234")
            other.write_bytes(b"5678")
            for path in (file, other):
                os.utime(path, (1000, 1000))
            assert inbox.look(2) == ["a.pdf"]
            other.replace(file)
            assert inbox.look(2) == ["a.pdf"]

    def test_a_file_that_was_taken_away_is_no_trouble(self, inbox: Inbox, monkeypatch: pytest.MonkeyPatch) -> None:
        with inbox.watched():
            (inbox.folder / "a.pdf").write_bytes(b"page")
            inbox.look()
            listed = Place.files(Place(str(inbox.folder)))
            (inbox.folder / "a.pdf").unlink()
            monkeypatch.setattr(Place, "files", lambda place: listed)
            assert inbox.look() == []


class TestOnce:
    def test_the_same_content_under_another_name_is_not_handed_on_again(self, inbox: Inbox) -> None:
        with inbox.watched():
            (inbox.folder / "a.pdf").write_bytes(b"page")
            (inbox.folder / "b.pdf").write_bytes(b"page")
            assert len(inbox.look(3)) == 1
            (inbox.folder / "c.pdf").write_bytes(b"page")
            assert inbox.look(3) == []

    def test_a_new_content_under_an_old_name_is(self, inbox: Inbox) -> None:
        with inbox.watched():
            (inbox.folder / "a.pdf").write_bytes(b"page")
            inbox.look(2)
            (inbox.folder / "a.pdf").write_bytes(b"another page")
            assert inbox.look(2) == ["a.pdf"]

    def test_it_is_known_after_a_restart(self, inbox: Inbox) -> None:
        with inbox.watched():
            (inbox.folder / "a.pdf").write_bytes(b"page")
            inbox.look(2)
        with inbox.watched():
            (inbox.folder / "b.pdf").write_bytes(b"other")
            assert inbox.look(3) == ["b.pdf"]

    def test_a_restart_reads_no_file_again_that_is_as_it_was(
        self, inbox: Inbox, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with inbox.watched():
            (inbox.folder / "a.pdf").write_bytes(b"page")
            inbox.look(2)
        monkeypatch.setattr(Place, "digest", lambda place, name: pytest.fail(f"{name} was read"))
        with inbox.watched():
            assert inbox.look(3) == []

    def test_what_could_not_be_handed_on_comes_again(self, inbox: Inbox) -> None:
        def fail(arrival: Arrival) -> None:
            raise ConnectionError("no server")

        with inbox.watched() as watcher:
            (inbox.folder / "a.pdf").write_bytes(b"page")
            inbox.look()
            with pytest.raises(ConnectionError):
                watcher.look(fail)
            assert inbox.look() == ["a.pdf"]

    def test_a_line_that_was_torn_by_a_kill_costs_nothing_but_its_file(self, inbox: Inbox) -> None:
        with inbox.watched():
            (inbox.folder / "a.pdf").write_bytes(b"page")
            (inbox.folder / "b.pdf").write_bytes(b"other")
            assert sorted(inbox.look(2)) == ["a.pdf", "b.pdf"]
        kept = Seen(str(inbox.folder), "test").file
        kept.write_bytes(kept.read_bytes()[:-10])
        for expected in (1, 0):  # what is written after the torn line is whole
            with inbox.watched():
                assert len(inbox.look(3)) == expected

    def test_two_processes_do_not_watch_for_the_same_target(self, inbox: Inbox) -> None:
        with inbox.watched(), pytest.raises(AlreadyWatched, match="another process watches"), inbox.watched():
            pass

    def test_another_target_has_its_own_arrivals(self, inbox: Inbox) -> None:
        (inbox.folder / "a.pdf").write_bytes(b"page")
        with inbox.watched():
            inbox.look(2)
        place = Place(str(inbox.folder))
        with Seen(place.url, "another") as seen:
            watcher = Watcher(place, seen)
            assert [watcher.look(inbox.arrived.append) for _ in range(3)] == [0, 1, 0]


class TestPlaces:
    def test_folders_in_the_folder_count_and_a_pattern_chooses(self, inbox: Inbox) -> None:
        (inbox.folder / "today").mkdir()
        (inbox.folder / "today" / "a.pdf").write_bytes(b"1")
        (inbox.folder / "b.txt").write_bytes(b"2")
        with inbox.watched("*.pdf"):
            assert inbox.look(2) == ["today/a.pdf"]

    def test_a_prefix_of_an_object_store_is_watched_likewise(self, inbox: Inbox) -> None:
        files = fsspec.filesystem("memory")
        files.pipe_file("/bucket/in/a.pdf", b"page")
        files.pipe_file("/bucket/out/b.pdf", b"other")
        place = Place("memory://bucket/in")
        with Seen(place.url, "test") as seen:
            watcher = Watcher(place, seen)
            assert [watcher.look(inbox.arrived.append) for _ in range(3)] == [0, 1, 0]
            files.pipe_file("/bucket/in/a.pdf", b"another page")
            assert [watcher.look(inbox.arrived.append) for _ in range(3)] == [0, 1, 0]
        assert [arrival.path for arrival in inbox.arrived] == ["memory:///bucket/in/a.pdf"] * 2

    @pytest.mark.parametrize("place", ["nowhere", "unknown://bucket"])
    def test_what_cannot_be_listed_is_named(self, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        with pytest.raises(PlaceUnreadable, match=f"cannot watch .*{place}"):
            Place(place).files()
