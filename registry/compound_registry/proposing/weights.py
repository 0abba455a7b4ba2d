"""What the headers of safetensors files tell: how many parameters, in which numbers. No tensor is read."""

from __future__ import annotations

import json
import struct
from collections import Counter
from collections.abc import Mapping
from math import prod
from pathlib import Path
from typing import Any

from compound.models.checkpoint import check_checkpoint
from compound_registry.card_errors import NothingDescribed
from compound_registry.proposing.json_object import read_object

_INDEX = "model.safetensors.index.json"
_DTYPES: Mapping[str, str] = {"F32": "fp32", "F16": "fp16", "BF16": "bf16"}
_COUNTERS = frozenset({"I64", "BOOL"})
"""Positions and steps: buffers, not parameters."""


def facts_of_weights(folder: Path) -> dict[str, Any]:
    """`size` of the weights in bytes, `parameters` and `dtypes`, as far as they can be told.

    Parameters are not counted where weights are packed (several in a number), nor where a folder has several files
    and no index says which of them belong together.

    Raises:
        NothingDescribed: when the index of the files cannot be followed.
        UnsafeCheckpoint: when a file is not safetensors, or not whole.
    """
    files = _files(folder)
    if not files:
        return {}
    tensors = Counter[str]()
    for file in files:
        check_checkpoint(file)
        for dtype, count in _tensors(file):
            tensors[dtype] += count
    facts: dict[str, Any] = {"size": sum(file.stat().st_size for file in files)}
    weights = {dtype: count for dtype, count in tensors.items() if dtype not in _COUNTERS}
    if weights and weights.keys() <= _DTYPES.keys():
        facts |= {"parameters": sum(weights.values()), "dtypes": [_DTYPES[max(weights, key=weights.__getitem__)]]}
    return facts


def _files(folder: Path) -> list[Path]:
    index = folder / _INDEX
    if index.is_file():
        named = read_object(index).get("weight_map")
        beside = {file.name: file for file in folder.glob("*.safetensors")}
        if not isinstance(named, dict) or not beside.keys() >= set(map(str, named.values())):
            raise NothingDescribed(path=index, reason="the index names weights that do not lie beside it")
        return [beside[name] for name in sorted(set(named.values()))]
    files = sorted(folder.glob("*.safetensors"))
    return files if len(files) == 1 else []


def _tensors(file: Path) -> list[tuple[str, int]]:
    """Dtype and count of numbers of each tensor; the layout is https://huggingface.co/docs/safetensors."""
    with file.open("rb") as stream:
        (length,) = struct.unpack("<Q", stream.read(8))
        header = json.loads(stream.read(length))
    return [(entry["dtype"], prod(entry["shape"])) for name, entry in header.items() if name != "__metadata__"]
