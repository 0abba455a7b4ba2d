"""The pipeline that an argument of the command line means."""

from __future__ import annotations

import difflib
import importlib
import importlib.util
import sys
import tomllib
from pathlib import Path
from types import ModuleType
from typing import Any

from compound import Pipeline, load_workflow
from compound.errors.root import CompoundError

READY = {
    "ask": "compound_pipelines.document_ask:ask",
    "document-understanding": "compound_pipelines.document_understanding:understand",
}
"""Pipelines that come with compound, by the name that the command line uses."""


class PipelineNotFound(CompoundError):
    """Raised when an argument leads to no pipeline."""

    def __init__(self, *, reference: str, reason: str) -> None:
        self.reference, self.reason = reference, reason
        ready = ", ".join(READY)
        super().__init__(
            f"no pipeline {reference!r}: {reason} Name a ready one ({ready}), `file.py:pipeline`, "
            "`package.module:pipeline`, or a workflow file (.json, .yaml)."
        )


def find_pipeline(reference: str) -> Pipeline[..., Any]:
    """The pipeline of a ready name, `file.py:name`, `module:name` or a workflow file. Raises PipelineNotFound."""
    if reference in READY:
        reference = READY[reference]
    if reference.endswith((".json", ".yaml", ".yml")):
        return load_workflow(Path(reference), modules=allowed_modules())
    place, _, name = reference.partition(":")
    if not name and not place.endswith(".py"):
        near = difflib.get_close_matches(reference, READY, n=1)
        raise PipelineNotFound(reference=reference, reason=f"did you mean {near[0]!r}?" if near else "unknown name.")
    return _named(module_of(place, reference), name, reference)


def allowed_modules() -> frozenset[str]:
    """Modules that workflow files may name: `[tool.compound] modules` of the pyproject.toml in this folder."""
    file = Path("pyproject.toml")
    if not file.is_file():
        return frozenset()
    settings = tomllib.loads(file.read_text(encoding="utf-8")).get("tool", {}).get("compound", {})
    return frozenset(settings.get("modules", ()))


def module_of(place: str, reference: str) -> ModuleType:
    """The module of a `.py` file or of a dotted name. Raises PipelineNotFound, which names the whole reference."""
    return _from_file(Path(place), reference) if place.endswith(".py") else _imported(place, reference)


def _from_file(path: Path, reference: str) -> ModuleType:
    if not path.is_file():
        raise PipelineNotFound(reference=reference, reason=f"there is no file {path}.")
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    sys.path.insert(0, str(path.resolve().parent))
    spec.loader.exec_module(module)
    return module


def _imported(name: str, reference: str) -> ModuleType:
    sys.path.insert(0, str(Path.cwd()))
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        raise PipelineNotFound(reference=reference, reason=f"there is no module {error.name!r}.") from error


def _named(module: ModuleType, name: str, reference: str) -> Pipeline[..., Any]:
    known = {key: value for key, value in vars(module).items() if isinstance(value, Pipeline)}
    if not name and len(known) == 1:
        return next(iter(known.values()))
    if name not in known:
        has = f"it has {', '.join(known)}" if known else "it has none"
        raise PipelineNotFound(reference=reference, reason=f"there is no pipeline {name!r} in it; {has}.")
    return known[name]
