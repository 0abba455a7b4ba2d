from __future__ import annotations

import io
import json
import os
import pickle
import struct
import zipfile
from collections import OrderedDict
from pathlib import Path

import pytest

from compound.errors.models import UnsafeCheckpoint
from compound.models.checkpoint import check_checkpoint

_TENSORS = b"\x80\x02ctorch._utils\n_rebuild_tensor_v2\nq\x00ctorch\nFloatStorage\nq\x01."
"""A protocol 2 pickle that names what torch rebuilds tensors from, and nothing else."""


class _Malice:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, ("touch harmed",)


def _safetensors(payload: bytes) -> bytes:
    header = json.dumps(
        {"weight": {"dtype": "U8", "shape": [len(payload)], "data_offsets": [0, len(payload)]}}
    ).encode()
    return struct.pack("<Q", len(header)) + header + payload


def _torch_zip(pickled: bytes, **others: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("archive/data.pkl", pickled)
        for name, content in others.items():
            archive.writestr(f"archive/{name}.pkl", content)
    return packed.getvalue()


def _legacy(pickled: bytes) -> bytes:
    header = [pickle.dumps(part, 2) for part in (0x1950A86A20F9469CFC6C, 1001, {"little_endian": True})]
    return b"".join([*header, pickled, pickle.dumps(["0"], 2)]) + b"\x00" * 16


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("model.safetensors", _safetensors(b"weights")),
        ("model.gguf", b"GGUF\x03\x00\x00\x00"),
        ("config.json", b"{}"),
        ("model.pth", _torch_zip(_TENSORS)),
        ("model.pth", _legacy(_TENSORS)),
        ("model.bin", _torch_zip(pickle.dumps(OrderedDict(a=1), 2))),
    ],
)
def test_files_of_plain_tensors_pass(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    check_checkpoint(tmp_path / name)
    check_checkpoint(tmp_path)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize("packed", [_torch_zip, _legacy], ids=["zip", "legacy"])
def test_a_pickle_that_wants_code_is_refused_and_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, packed: object, protocol: int
) -> None:
    monkeypatch.chdir(tmp_path)
    assert callable(packed)
    (tmp_path / "model.pth").write_bytes(packed(pickle.dumps(_Malice(), protocol)))
    with pytest.raises(UnsafeCheckpoint, match=r"model\.pth was refused: it is a pickle"):
        check_checkpoint(tmp_path)
    assert not (tmp_path / "harmed").exists()


@pytest.mark.parametrize(
    "called",
    ["builtins eval", "posix system", "torch load", "torch._utils _rebuild_tensor_v2x", "torch.serialization load"],
)
def test_only_what_rebuilds_tensors_may_be_named(tmp_path: Path, called: str) -> None:
    module, name = called.split(" ")
    (tmp_path / "model.pth").write_bytes(_torch_zip(f"\x80\x02c{module}\n{name}\n.".encode("latin-1")))
    with pytest.raises(UnsafeCheckpoint, match=f"calls {module}.{name}"):
        check_checkpoint(tmp_path)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("model.safetensors", _safetensors(b"weights")[:-1], "not what its header tells"),
        ("model.safetensors", _safetensors(b"weights") + b"x", "not what its header tells"),
        ("model.safetensors", b"\x01", "truncated"),
        ("model.safetensors", struct.pack("<Q", 1 << 60) + b"{}", "truncated"),
        ("model.safetensors", struct.pack("<Q", 2) + b"[]x", "header cannot be read"),
        ("model.gguf", b"<html>", "does not begin as GGUF does"),
        ("model.pth", b"<html>", "neither a torch checkpoint nor whole"),
        ("model.pth", _torch_zip(_TENSORS, extra=_TENSORS), "more than one pickle"),
        ("model.pth", _legacy(_TENSORS)[:10], "neither a torch checkpoint nor whole"),
    ],
)
def test_a_file_that_is_not_what_its_name_says_is_refused(
    tmp_path: Path, name: str, content: bytes, reason: str
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(UnsafeCheckpoint, match=reason):
        check_checkpoint(tmp_path / name)


@pytest.mark.parametrize("name", ["model.pkl", "model.h5", "modeling.py", "model"])
def test_a_single_file_of_another_kind_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"")
    with pytest.raises(UnsafeCheckpoint, match="are not opened"):
        check_checkpoint(tmp_path / name)


def test_what_nothing_opens_is_passed_over_in_a_folder(tmp_path: Path) -> None:
    (tmp_path / "modeling.py").write_text("raise SystemExit")
    check_checkpoint(tmp_path)
