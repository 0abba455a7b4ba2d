"""One run, on its way into the journal."""

from __future__ import annotations

import json
import secrets
from functools import partial
from time import time
from typing import TYPE_CHECKING, Any

from compound.errors.store import NotKeyable
from compound.journal import tables
from compound.journal.crashed import as_text
from compound.journal.process import this_process
from compound.journal.writing.description import describe, recipes_of
from compound.journal.writing.writer import Writer
from compound.keys.files import key_of_files
from compound.keys.recipe import Recipe
from compound.keys.value import key_of
from compound.run.intruding import port_names
from compound.store.reference import Reference

if TYPE_CHECKING:
    from compound.cache.cache import Cache
    from compound.graph.pipeline import Pipeline
    from compound.graph.step import Step
    from compound.journal.writing.question import Question
    from compound.run.memory import Ending


class RunRecord:
    """The row of a run, the writer that takes its other rows, and the cache that it asks and fills."""

    def __init__(self, writer: Writer, row: dict[str, Any], cache: Cache | None = None) -> None:
        self.writer = writer
        self.row = row
        self.cache = cache
        self.id: str = row["id"]
        self.questions: set[Question] = set()
        """Those to the cache that this run may still answer."""
        self._names: dict[Step, list[str]] = {}

    def begin(self, pipeline: Pipeline[Any, Any], inputs: tuple[Any, ...]) -> None:
        """A run that begins: its graph, its code and its inputs."""
        graph = describe(pipeline)
        self.row["form"] = graph.digest
        self.writer.add(tables.runs, self.row.copy())
        if graph.digest is not None:
            self.writer.add_once(tables.forms, graph.digest, lambda: {"digest": graph.digest, "data": graph.form})
        for port, value in zip(pipeline.signature.inputs, inputs, strict=True):
            row = {"run": self.id, "port": port.name, "digest": self.kept(value), "content": content_of(value)}
            self.writer.add(tables.run_inputs, row)
        self._add_recipes(recipes_of(graph))

    def end(self, output: str | None, ending: Ending) -> None:
        """The run has ended; committed when this returns."""
        self.row.update(status=ending.status, ended=time(), seconds=ending.seconds, output=output)
        self.row["models"] = json.dumps(sorted(ending.models))
        for question in self.questions:
            question.release()
        self.writer.add(tables.runs, self.row.copy())
        self.writer.settle()

    def _add_recipes(self, recipes: dict[str, Recipe | None]) -> None:
        """Of steps that do the same, the first is enough."""
        first = {recipe and recipe.digest: path for path, recipe in reversed(recipes.items())}
        for digest, path in first.items():
            self.writer.add(tables.run_recipes, {"run": self.id, "node": path, "recipe": digest})
            recipe = recipes[path]
            if recipe is not None:
                self.writer.add_once(tables.recipes, recipe.digest, partial(_recipe_row, recipe))

    def port_names(self, step: Step) -> list[str]:
        """The port that each of the step's sources goes into; looked up once."""
        if step not in self._names:
            self._names[step] = _told_apart(port_names(step))
        return self._names[step]

    def kept(self, value: Any) -> str | None:
        """The key of a value that the journal is to keep, or of what a reference stands for; None for one without."""
        digest = key_of_result(value)
        if digest is not None:
            self.writer.keep(digest, value)
        return digest


def key_of_result(value: Any) -> str | None:
    """The key of a value, or of what a reference stands for; None for what is no data."""
    return value.key if isinstance(value, Reference) else key_or_none(value)


def _told_apart(names: list[str]) -> list[str]:
    """Names of ports, those of a port that takes several values numbered."""
    if len(set(names)) == len(names):
        return names
    several = {name for name in names if names.count(name) > 1}
    return [f"{name}[{names[:at].count(name)}]" if name in several else name for at, name in enumerate(names)]


def _recipe_row(recipe: Recipe) -> dict[str, Any]:
    return {"digest": recipe.digest, "parts": json.dumps(dict(recipe.parts))}


def new_run(pipeline: Pipeline[Any, Any]) -> dict[str, Any]:
    """The row of a run that begins now, in this process."""
    now = time()
    return {
        "id": f"{int(now * 1000):012x}{secrets.token_hex(10)}",
        "pipeline": pipeline.name,
        "ref": pipeline.ref,
        "form": None,
        "status": "running",
        "started": now,
        "ended": None,
        "seconds": None,
        "output": None,
        "models": "[]",
        "process": as_text(this_process()),
        "origin": None,
        "flow_run": None,
    }


def key_or_none(value: Any) -> str | None:
    """`key_of` the value; None for what is no data."""
    try:
        return key_of(value)
    except NotKeyable:
        return None


def content_of(value: Any) -> str | None:
    """A key over the files that a value names, by their names and bytes; None where it names none."""
    try:
        digest = key_of_files(value)
    except NotKeyable:
        return None
    return None if digest == key_or_none(value) else digest
