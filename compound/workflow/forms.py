"""What a workflow file may look like, checked before anything in it is looked up."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from compound.errors.workflow import InvalidWorkflow
from compound.workflow.writing import VERSION

LARGEST = 10_000_000
"""Bytes of a file that are read at the most."""
_WORK = ("node", "build", "gather", "when", "switch", "fallback", "each", "loop")


class _Form(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Input(_Form):
    """An input of the pipeline."""

    name: str
    type: Any
    default: Any = None
    keyword: bool = False


class BodyForm(_Form):
    """The body of an `each` or a `loop`; for a loop the result is the next state and whether to stop."""

    steps: list[StepForm]
    result: Any


class StepForm(_Form):
    """One step; exactly one of the fields in `work` says what it does."""

    id: str
    node: str = ""
    settings: dict[str, Any] = {}
    inputs: dict[str, Any] = {}
    build: Any = None
    gather: Literal["", "list", "tuple", "set", "frozenset", "dict"] = ""
    items: list[Any] = []
    keys: list[Any] = []
    when: Any = None
    then: Any = None
    otherwise: Any = None
    switch: Any = None
    cases: list[tuple[Any, Any]] = []
    default: Any = None
    fallback: list[Any] = []
    each: Any = None
    loop: Any = None
    item: Any = None
    outer: list[Any] = []
    body: BodyForm | None = None
    limit: int = 0
    inside: tuple[str, int] | None = None

    @model_validator(mode="after")
    def _says_one_thing(self) -> StepForm:
        said = [name for name in _WORK if name in self.model_fields_set]
        if len(said) != 1:
            raise ValueError(f"a step has exactly one of {', '.join(_WORK)}; {self.id!r} has {said or 'none'}")
        if said[0] in ("each", "loop") and self.body is None:
            raise ValueError(f"{self.id!r} needs a body")
        return self

    @property
    def work(self) -> str:
        """Which of the fields says what the step does."""
        return next(name for name in _WORK if name in self.model_fields_set)

    def reads(self) -> set[str]:
        """Ids of the steps whose values this one reads."""
        fields = (self.inputs, self.items, self.when, self.then, self.otherwise, self.switch, self.cases)
        more = (self.default, self.fallback, self.each, self.loop, self.outer)
        return set(_steps_in([*fields, *more]))


class Form(_Form):
    """A whole file."""

    compound: int
    name: str
    inputs: list[Input]
    output: Any
    steps: list[StepForm]
    result: Any


def parse(data: Any) -> Form:
    """A form from a dict, a path or text. Raises InvalidWorkflow."""
    where = "the workflow"
    if isinstance(data, Path):
        where = str(data)
        data = _read(data)
    if isinstance(data, str | bytes):
        data = _decode(data, where)
    if not isinstance(data, dict) or "compound" not in data:
        raise InvalidWorkflow(where=where, problem="it is not a workflow: the key `compound` with a version is missing")
    if data["compound"] != VERSION:
        raise InvalidWorkflow(where=where, problem=f"it has version {data['compound']!r}; this compound reads {VERSION}")
    try:
        return Form.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise InvalidWorkflow(where=f"{where}, {place}" if place else where, problem=first["msg"]) from None
    except RecursionError:
        raise InvalidWorkflow(where=where, problem="it is nested too deeply") from None


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST:
            raise InvalidWorkflow(where=str(path), problem=f"it is larger than {LARGEST:,} bytes")
        return path.read_bytes()
    except OSError as error:
        raise InvalidWorkflow(where=str(path), problem=f"it cannot be read: {error.strerror}") from None


def _decode(text: str | bytes, where: str) -> Any:
    import yaml

    try:
        return json.loads(text) if text[:1] in ("{", b"{") else yaml.safe_load(text)
    except (ValueError, yaml.YAMLError) as error:
        raise InvalidWorkflow(where=where, problem=f"it is neither JSON nor YAML: {error}") from None
    except RecursionError:
        raise InvalidWorkflow(where=where, problem="it is nested too deeply") from None


def _steps_in(data: Any) -> Iterator[str]:
    stack = [data]
    while stack:
        item = stack.pop()
        if isinstance(item, Mapping):
            if isinstance(item.get("step"), str):
                yield item["step"]
            elif "value" not in item:
                stack += item.values()
        elif isinstance(item, list | tuple):
            stack += item
