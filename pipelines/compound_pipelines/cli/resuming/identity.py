"""What a pipeline's results rest on besides its inputs: as long as none of it changes, neither do they."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from blake3 import blake3

import compound
from compound.errors.workflow import NotSerialisable

if TYPE_CHECKING:
    from compound import Pipeline

_OWN = ("compound", "compound_nodes", "compound_pipelines", "compound_registry")
_DISTRIBUTION = "compound-engine"
_SOURCES = (".py", ".yaml")
"""Code, and cards, which pin the digests of models."""
_REFERENCE = re.compile(r"([A-Za-z_][\w.]*):[A-Za-z_]")


def identity_of(pipeline: Pipeline[..., Any]) -> str | None:
    """A digest, in hex; None for a pipeline that has no serialised form.

    It covers the serialised form (nodes, their settings, the JSON Schema of models among them), the source code and
    the model cards of all packages that the form names, and the versions of the libraries that compound uses.
    """
    try:
        form = json.dumps(pipeline.spec(), sort_keys=True)
    except NotSerialisable:
        return None
    digest = blake3(form.encode())
    for name, file in sorted(_sources(form)):
        digest.update(f"\0{name}\0{blake3(file.read_bytes()).hexdigest()}".encode("utf-8", "surrogateescape"))
    for line in (compound.__version__, sys.version, *_versions()):
        digest.update(f"\0{line}".encode())
    return digest.hexdigest()


def _sources(form: str) -> set[tuple[str, Path]]:
    named = {match.partition(".")[0] for match in _REFERENCE.findall(form)} - sys.stdlib_module_names
    modules = (sys.modules[name] for name in {*named, *_OWN} if name in sys.modules)
    return {source for module in modules for source in _sources_of(module)}


def _sources_of(module: ModuleType) -> Iterator[tuple[str, Path]]:
    """The files of a package, by their name in it; of a single file, which may import its neighbours, these as well."""
    name = module.__name__
    for folder in map(Path, getattr(module, "__path__", ())):
        files = (path for path in folder.rglob("*") if path.suffix in _SOURCES)
        yield from ((f"{name}/{path.relative_to(folder).as_posix()}", path) for path in files)
    if not hasattr(module, "__path__") and module.__file__:
        own = Path(module.__file__).resolve()
        yield from ((f"{name}:{path.relative_to(own.parent)}", path) for path in _loaded_below(own.parent))


def _loaded_below(folder: Path) -> Iterator[Path]:
    """Files of the modules that were imported from a folder, without an environment that lies in it."""
    for module in list(sys.modules.values()):
        path = Path(getattr(module, "__file__", None) or "/").resolve()
        inside = path.is_relative_to(folder) and not path.is_relative_to(sys.prefix)
        if inside and path.suffix == ".py" and path.is_file():  # modules made in memory may name files that are none
            yield path


def _versions() -> list[str]:
    """The libraries that compound may use, as they are installed."""
    try:
        wanted = metadata.requires(_DISTRIBUTION) or []
    except metadata.PackageNotFoundError:
        return []
    names = {re.split(r"[^\w.-]", requirement, maxsplit=1)[0] for requirement in wanted}
    return sorted(f"{name} {_version(name)}" for name in names)


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None
