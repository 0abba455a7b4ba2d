from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import numpy as np
import pytest

from compound.errors import IndexCorrupt, IndexNotOpened, IndexOfAnotherModel, PassagesUnmatched
from compound.values import Embedding, Passage, Span
from compound_nodes.indexing.index import PassageIndex, Question


def embedding(*numbers: float, model: str = "m") -> Embedding:
    return Embedding(np.array(numbers, np.float32), model)


def passage(content: str) -> Passage:
    spans = (Span(start=0, end=len(content), source="#line=0,1"),)
    return Passage(content=content, spans=spans, place=Span(start=0, end=len(content)))


@pytest.fixture
def index(tmp_path: Path) -> PassageIndex:
    return PassageIndex(tmp_path / "folder" / "index.sqlite")


EAST, NORTH = embedding(1, 0), embedding(0, 1)


def test_the_nearest_passage_comes_first_with_its_cosine(index: PassageIndex) -> None:
    index.add("key", [passage("north"), passage("east")], [embedding(0, 3), embedding(3, 3)])
    found = index.search(Question("", EAST), {"key": "a.txt"}, 5)
    assert [(one.content, round(one.score or 0, 3)) for one in found] == [("east", 0.707), ("north", 0.0)]


def test_a_passage_with_the_words_is_found_however_far_its_embedding_is(index: PassageIndex) -> None:
    far = [passage(f"filler {number}") for number in range(20)]
    index.add("key", [*far, passage("order OD-304175 shipped")], [EAST] * 20 + [NORTH])
    found = index.search(Question("where is order od 304175?", EAST), {"key": "a.txt"}, 3)
    assert "order OD-304175 shipped" in {one.content for one in found}


def test_words_that_are_syntax_to_the_database_are_words(index: PassageIndex) -> None:
    index.add("key", [passage('say "x" AND y')], [EAST])
    assert index.search(Question('"; DROP TABLE passages; -- NEAR( x* AND', EAST), {"key": "a"}, 3)


def test_only_the_documents_asked_about_are_searched_and_named_as_asked(index: PassageIndex) -> None:
    index.add("one", [passage("one")], [EAST])
    index.add("two", [passage("two")], [EAST])
    (found,) = index.search(Question("one two", EAST), {"two": "b.txt"}, 5)
    assert (found.content, found.place.source, found.spans[0].source) == ("two", "b.txt", "b.txt#line=0,1")


def test_a_key_is_known_once_added_also_without_passages(index: PassageIndex) -> None:
    assert index.known(["blank"]) == set()
    index.add("blank", [], [])
    assert index.known(["blank", "other"]) == {"blank"}
    assert index.search(Question("x", EAST), {"blank": "b"}, 5) == []


def test_adding_a_key_again_replaces_what_it_had(index: PassageIndex) -> None:
    index.add("key", [passage("old words")], [EAST])
    index.add("key", [passage("new")], [EAST])
    assert [one.content for one in index.search(Question("old words", EAST), {"key": "a"}, 5)] == ["new"]


def test_nothing_is_added_when_one_passage_lacks_its_embedding(index: PassageIndex) -> None:
    with pytest.raises(PassagesUnmatched):
        index.add("key", [passage("a"), passage("b")], [EAST])
    assert index.known(["key"]) == set()


def test_embeddings_of_another_model_are_refused(index: PassageIndex) -> None:
    index.add("key", [passage("a")], [EAST])
    other = embedding(1, 0, model="other")
    with pytest.raises(IndexOfAnotherModel, match="holds embeddings of m, not of other"):
        index.add("second", [passage("b")], [other])
    with pytest.raises(IndexOfAnotherModel):
        index.search(Question("a", other), {"key": "a"}, 5)
    assert index.known(["second"]) == set()


@pytest.mark.parametrize("content", [b"not a database at all, but long enough to be read" * 50, b"\0" * 5000])
def test_a_file_that_is_no_index_says_what_to_do(index: PassageIndex, content: bytes) -> None:
    index.path.parent.mkdir()
    index.path.write_bytes(content)
    with pytest.raises(IndexCorrupt, match="Delete it"):
        index.known(["key"])


def test_an_index_whose_middle_is_overwritten_is_corrupt(index: PassageIndex) -> None:
    index.add("key", [passage(f"words {number}" * 20) for number in range(200)], [EAST] * 200)
    subprocess.run([sys.executable, "-c", _CHECKPOINT, str(index.path)], check=True)
    data = bytearray(index.path.read_bytes())
    data[4096:-4096] = b"\xff" * (len(data) - 8192)
    damaged = PassageIndex(index.path.with_name("damaged.sqlite"))
    damaged.path.write_bytes(bytes(data))
    with pytest.raises(IndexCorrupt):
        damaged.search(Question("words", EAST), {"key": "a"}, 5)


_CHECKPOINT = "import sqlite3, sys; sqlite3.connect(sys.argv[1]).execute('PRAGMA wal_checkpoint(TRUNCATE)')"


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(IndexNotOpened):
        PassageIndex(tmp_path / "file" / "index.sqlite").add("key", [], [])


def test_processes_and_threads_write_at_once_and_lose_nothing(index: PassageIndex) -> None:
    code = (
        "import sys, numpy as np; from pathlib import Path\n"
        "from compound.values import Embedding, Passage, Span\n"
        "from compound_nodes.indexing.index import PassageIndex\n"
        "index = PassageIndex(Path(sys.argv[1]))\n"
        "for number in range(10):\n"
        "    passages = [Passage(content='x', place=Span(start=0, end=1))] * 3\n"
        "    index.add(f'{sys.argv[2]}{number}', passages, [Embedding(np.ones(2, np.float32), 'm')] * 3)\n"
    )
    others = [subprocess.Popen([sys.executable, "-c", code, str(index.path), name]) for name in "ab"]

    def write(name: str) -> None:
        for number in range(10):
            index.add(f"{name}{number}", [passage("x")] * 3, [EAST] * 3)

    threads = [threading.Thread(target=write, args=(name,)) for name in "cd"]
    for thread in threads:
        thread.start()
    assert [other.wait(120) for other in others] == [0, 0]
    for thread in threads:
        thread.join()
    keys = {f"{name}{number}": "" for name in "abcd" for number in range(10)}
    assert index.known(keys) == set(keys)
    assert len(index.search(Question("", EAST), keys, 1_000)) == 3 * len(keys)
