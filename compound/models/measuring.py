"""How many bytes a loaded model takes, as far as its objects tell."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType
from typing import Any

_PLAIN = (str, bytes, int, float, complex, bool, type(None), type, ModuleType, FunctionType, BuiltinFunctionType)
_DEEPEST = 8


class Measure:
    """The bytes of weights and arrays that can be reached from an object; `beside` is not looked into.

    Counted are parameters and buffers of torch modules, torch tensors, NumPy arrays, and for sessions of ONNX Runtime
    the files that they were made from, each once.
    """

    def __init__(self, model: Any, beside: Iterable[Any] = ()) -> None:
        self.arrays = 0
        """Bytes of single arrays and tensors."""
        self.weights = 0
        """Bytes of modules and sessions, which hold all that a model was loaded with."""
        self._seen = {id(value) for value in beside}
        self._storages: set[int] = set()
        self._torch = sys.modules.get("torch")
        self._numpy = sys.modules.get("numpy")
        self._onnx = sys.modules.get("onnxruntime")
        self._look(model, 0)

    def _look(self, value: Any, depth: int) -> None:
        if depth > _DEEPEST or isinstance(value, _PLAIN) or id(value) in self._seen:
            return
        self._seen.add(id(value))
        if self._torch is not None and isinstance(value, self._torch.nn.Module):
            self.weights += sum(map(self._tensor, (*value.parameters(), *value.buffers())))
        elif self._torch is not None and isinstance(value, self._torch.Tensor):
            self.arrays += self._tensor(value)
        elif self._numpy is not None and isinstance(value, self._numpy.ndarray):
            self.arrays += self._array(value)
        elif self._onnx is not None and isinstance(value, self._onnx.InferenceSession):
            self.weights += _size(getattr(value, "_model_path", None))
        else:
            for inner in _within(value):
                self._look(inner, depth + 1)

    def _tensor(self, tensor: Any) -> int:
        storage = tensor.untyped_storage()
        return self._once(storage.data_ptr(), storage.nbytes())

    def _array(self, array: Any) -> int:
        while isinstance(array.base, type(array)):
            array = array.base
        return self._once(array.ctypes.data, array.nbytes)

    def _once(self, address: int, size: int) -> int:
        if address in self._storages:
            return 0
        self._storages.add(address)
        return int(size)


def _size(path: str | None) -> int:
    with suppress(OSError):
        return Path(path).stat().st_size if path else 0
    return 0


def _within(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        yield from value.values()
    elif isinstance(value, list | tuple | set | frozenset):
        yield from value
    elif isinstance(value, MethodType):
        yield value.__self__
    else:
        yield from getattr(value, "__dict__", {}).values()
        for kind in type(value).__mro__:
            slots = getattr(kind, "__slots__", ())
            for name in (slots,) if isinstance(slots, str) else slots:
                with suppress(AttributeError):  # a slot may be empty
                    yield object.__getattribute__(value, name)
