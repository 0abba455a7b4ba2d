"""What the last bits of a number depend on besides code: libraries, processor, threads."""

from __future__ import annotations

import functools
import os
import platform
import sys
from collections.abc import Mapping
from importlib import metadata
from pathlib import Path
from types import MappingProxyType

from compound.keys.spelling import digest

_LIBRARIES = (
    "numpy",
    "pillow",
    "opencv-python",
    "opencv-python-headless",
    "torch",
    "torchvision",
    "transformers",
    "tokenizers",
    "onnxruntime",
    "openvino",
)
"""Distributions that compute, whether a node mentions them or not."""
_THREADS = ("OMP_NUM_THREADS", "MKL_NUM_THREADS", "OPENBLAS_NUM_THREADS")
"""Variables that the numeric libraries take the number of their threads from."""


@functools.cache
def numeric_profile() -> Mapping[str, str]:
    """The profile of this process on its processor, by name of the part; no library is imported for it.

    Machines of equal profile share keys. What a node's device is beside the processor, the node's policy says.
    """
    parts = {
        "python": platform.python_version(),
        "machine": f"{sys.platform} {platform.machine()}",
        "instructions": _instructions(),
        "threads": " ".join([str(_processors()), *(f"{name}={os.environ.get(name, '')}" for name in _THREADS)]),
    }
    return MappingProxyType({**parts, **{name: version for name in _LIBRARIES if (version := _version(name))}})


def _instructions() -> str:
    """A digest of the instruction sets; the processor's name where the system does not list them as Linux does."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8", "replace").splitlines()
    except OSError:
        return platform.processor()
    told = next((line for line in lines if line.lower().startswith(("flags", "features"))), "")
    return digest(" ".join(sorted(told.split())).encode()).hex()[:16] if told else platform.processor()


def _processors() -> int:
    """As many as this process may use: libraries start as many threads."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None
