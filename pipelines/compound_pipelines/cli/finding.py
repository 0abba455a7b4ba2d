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

READY = {"document-understanding": "compound_pipelines.document_understanding:understand"}
"""Pipelines that come with compound, by the name that the command line uses."""


SCHEMED = {"document-understanding": ("compound_pipelines.document_understanding", "understanding")}
"""Ready pipelines that can be made for another schema: module and function."""


class SchemaNotFound(CompoundError):
    """Raised when `--schema` leads to no pydantic model."""

    def __init__(self, *, reference: str, known: tuple[str, ...]) -> None:
        self.reference, self.known = reference, known
        has = f"The models there are {', '.join(known)}." if known else "There is no pydantic model there."
        super().__init__(f"no schema {reference!r}: write `file.py:Model` or `package.module:Model`. {has}")


class PipelineNotFound(CompoundError):
    """Raised when an argument leads to no pipeline."""

    def __init__(self, *, reference: str, reason: str) -> None:
        self.reference, self.reason = reference, reason
        ready = ", ".join(READY)
        super().__init__(
            f"no pipeline {reference!r}: {reason} Name a ready one ({ready}), `file.py:pipeline`, "
            "`package.module:pipeline`, or a workflow file (.json, .yaml)."
        )


def with_schema(reference: str, schema: str) -> Pipeline[..., Any]:
    """A ready pipeline whose fields are those of a pydantic model, `file.py:Model` or `module:Model`.

    Raises PipelineNotFound when the pipeline takes no schema, SchemaNotFound when there is no such model.
    """
    if reference not in SCHEMED:
        raise PipelineNotFound(reference=reference, reason=f"--schema goes with {', '.join(SCHEMED)} only.")
    factory = getattr(importlib.import_module(SCHEMED[reference][0]), SCHEMED[reference][1])
    found: Pipeline[..., Any] = factory(_model(schema))
    return found


def _model(reference: str) -> Any:
    place, _, name = reference.partition(":")
    module = _from_file(Path(place), reference) if place.endswith(".py") else _imported(place, reference)
    model = getattr(module, name, None)
    if not hasattr(model, "model_fields"):
        raise SchemaNotFound(reference=reference, known=_models_in(module))
    return model


def _models_in(module: ModuleType) -> tuple[str, ...]:
    return tuple(name for name, value in vars(module).items() if hasattr(value, "model_fields") and name != "BaseModel")


def find_pipeline(reference: str) -> Pipeline[..., Any]:
    """The pipeline of a ready name, `file.py:name`, `module:name` or a workflow file. Raises PipelineNotFound."""
    if reference in READY:
        reference = READY[reference]
    if reference.endswith((".json", ".yaml", ".yml")):
        return load_workflow(Path(reference), modules=allowed_modules())
    place, _, name = reference.partition(":")
    if place.endswith(".py"):
        return _named(_from_file(Path(place), reference), name, reference)
    if not name:
        near = difflib.get_close_matches(reference, READY, n=1)
        raise PipelineNotFound(reference=reference, reason=f"did you mean {near[0]!r}?" if near else "unknown name.")
    return _named(_imported(place, reference), name, reference)


def allowed_modules() -> frozenset[str]:
    """Modules that workflow files may name: `[tool.compound] modules` of the pyproject.toml in this folder."""
    file = Path("pyproject.toml")
    if not file.is_file():
        return frozenset()
    settings = tomllib.loads(file.read_text(encoding="utf-8")).get("tool", {}).get("compound", {})
    return frozenset(settings.get("modules", ()))


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
