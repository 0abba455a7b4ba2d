"""Files that are made to do harm: each is refused by name, or read, within ten seconds and one gibibyte, offline."""

from __future__ import annotations

import json
import os
import socket
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from . import markup
from .files import READ, REFUSED, SLOW, Maker
from .watching import watch

pytestmark = pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="memory is read from /proc")
SECONDS = 10
MEMORY = 2**30

LOAD = """
import json, sys
from compound.errors.documents import DocumentError
from compound_nodes.document_load import DocumentLoad
try:
    pages, error = DocumentLoad()(sys.argv[1]), None
    said = "".join(page.text_layer.content for page in pages if page.text_layer)
except DocumentError as caught:
    said, error = str(caught), type(caught).__name__
print(json.dumps([error, said]))
"""


def load(path: Path) -> tuple[str | None, str]:
    """What a file ends in, in a process of its own: the error's class and message, or None and the text."""
    seen = watch([sys.executable, "-c", LOAD, str(path)], SECONDS)
    assert seen.exit_code == 0, seen.errors
    assert seen.memory < MEMORY
    error, said = json.loads(seen.output)
    return error, said


@pytest.mark.soak
@pytest.mark.parametrize(("name", "error", "make"), [(name, *ends) for name, ends in REFUSED.items()])
def test_a_file_is_refused_by_its_name(tmp_path: Path, name: str, error: str, make: Maker) -> None:
    (tmp_path / name).write_bytes(make())

    found, message = load(tmp_path / name)
    assert found == error
    assert str(tmp_path / name) in message


@pytest.mark.soak
@pytest.mark.parametrize(("name", "begins", "make"), [(name, *ends) for name, ends in READ.items()])
def test_an_odd_file_is_read(tmp_path: Path, name: str, begins: str, make: Maker) -> None:
    (tmp_path / name).write_bytes(make())

    found, text = load(tmp_path / name)
    assert found is None
    assert text.startswith(begins)


@pytest.mark.soak
@pytest.mark.parametrize(("name", "make"), SLOW.items())
def test_a_file_that_keeps_a_reader_busy_is_given_up_in_time(tmp_path: Path, name: str, make: Maker) -> None:
    (tmp_path / name).write_bytes(make())

    load(tmp_path / name)


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        pytest.param(lambda path: os.mkfifo(path), "pipe", id="a pipe that nobody writes to"),
        pytest.param(lambda path: path.symlink_to("/dev/zero"), "device", id="a device without end"),
        pytest.param(lambda path: path.mkdir(), "directory", id="a folder"),
        pytest.param(lambda path: path.symlink_to(path), "symbolic links", id="a link to itself"),
        pytest.param(lambda path: path.symlink_to(path / "gone"), "symbolic links", id="a link below itself"),
        pytest.param(lambda path: None, "No such file", id="a file that is gone"),
    ],
)
def test_what_is_no_file_is_refused_by_name(tmp_path: Path, make: object, reason: str) -> None:
    path = tmp_path / "page.pdf"
    assert callable(make)
    make(path)

    error, message = load(path)
    assert error == "DocumentNotFound"
    assert str(path) in message
    assert reason in message


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    """A server on this machine, at which a reader that fetched something would be seen."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.05)
        yield server


@pytest.mark.parametrize(
    ("name", "make"),
    [("outside.docx", markup.docx_that_refers_elsewhere), ("outside.html", markup.html_that_refers_elsewhere)],
)
def test_what_a_file_refers_to_is_neither_fetched_nor_opened(
    tmp_path: Path, listener: socket.socket, name: str, make: object
) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the key is under the mat")
    assert callable(make)
    (tmp_path / name).write_bytes(make(f"http://127.0.0.1:{listener.getsockname()[1]}", secret.as_uri()))

    error, text = load(tmp_path / name)
    assert error in (None, "DocumentCorrupt")
    assert "mat" not in text
    with pytest.raises(TimeoutError):
        listener.accept()
