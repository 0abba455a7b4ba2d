from __future__ import annotations

from pathlib import Path

import pytest

from compound_nodes import gguf_conversion
from compound_nodes.gguf_conversion import converted


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COMPOUND_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def gguf(tmp_path: Path) -> Path:
    path = tmp_path / "model.gguf"
    path.write_bytes(b"GGUF weights")
    return path


def test_a_file_is_converted_once(home: Path, gguf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []

    def convert(source: Path, folder: Path) -> None:
        calls.append(source)
        (folder / "model.safetensors").write_text("weights")

    monkeypatch.setattr(gguf_conversion, "_convert", convert)
    folder = converted(gguf)
    assert converted(gguf) == folder
    assert calls == [gguf]
    assert home in folder.parents
    assert (folder / "model.safetensors").read_text() == "weights"


def test_other_weights_under_the_same_name_are_converted_anew(
    home: Path, gguf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gguf_conversion, "_convert", lambda source, folder: None)
    first = converted(gguf)
    gguf.write_bytes(b"GGUF other weights")
    assert converted(gguf) != first


def test_a_conversion_that_fails_leaves_nothing_behind(home: Path, gguf: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def convert(source: Path, folder: Path) -> None:
        (folder / "half").write_text("weights")
        raise OSError("disk full")

    monkeypatch.setattr(gguf_conversion, "_convert", convert)
    with pytest.raises(OSError, match="disk full"):
        converted(gguf)
    assert list((home / "converted").iterdir()) == []


def test_a_conversion_that_another_process_finished_first_is_used(
    home: Path, gguf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def convert(source: Path, folder: Path) -> None:
        (folder / "mine").write_text("")
        theirs = folder.parent / f"{gguf_conversion._sha256(source)}-{gguf_conversion.LAYOUT}"
        theirs.mkdir()
        (theirs / "theirs").write_text("")

    monkeypatch.setattr(gguf_conversion, "_convert", convert)
    assert [path.name for path in converted(gguf).iterdir()] == ["theirs"]
    assert len(list((home / "converted").iterdir())) == 1
