"""What a workflow file may look like, checked before anything in it is looked up."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    StrictInt,
    StrictStr,
    Tag,
    ValidationError,
)
from pydantic import model_validator as checks

from compound.errors.workflow import InvalidWorkflow
from compound.ports.summary import summarise
from compound.workflow.file import read_file
from compound.workflow.text import decode

VERSION = 1


def _printable(name: str) -> str:
    """Names are shown in terminals, where other signs could move the cursor or hide what follows."""
    if not name.isprintable():
        raise ValueError("a name has signs that cannot be printed")
    return name


def _identifier(name: str) -> str:
    if not name.isidentifier():
        raise ValueError("an input has a name as in Python")
    return name


_Text = Annotated[str, Field(max_length=500)]
_Name = Annotated[_Text, Field(min_length=1), AfterValidator(_printable)]
_Index = Annotated[int, Field(ge=0, lt=1_000_000)]


class _Form(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Reference(_Form):
    """Where a value comes from: an input, a step, an outer value of a body, or a constant; and a field of it."""

    input: _Text = ""
    step: _Text = ""
    outer: _Index = -1
    value: Any = None
    fields: list[StrictStr | StrictInt] = []

    @checks(mode="after")
    def _leads_to_one_thing(self) -> Reference:
        if len(self.model_fields_set - {"fields"}) != 1:
            raise ValueError("a reference has exactly one of input, step, outer, value")
        return self


class Input(_Form):
    """An input of the pipeline."""

    name: Annotated[_Name, AfterValidator(_identifier)]
    type: Any
    default: Any = None
    keyword: bool = False


class _Step(_Form):
    id: _Name
    inside: Annotated[tuple[_Text, _Index], Field(strict=False)] | None = None
    """The branching step in whose branch, of this index, the step was written."""

    def reads(self) -> Iterator[str]:
        """Ids of the steps whose values this one reads."""
        return _steps_in([getattr(self, name) for name in type(self).model_fields if name != "body"])


class NodeStep(_Step):
    node: str
    settings: dict[str, Any] = {}
    policy: dict[str, Any] = {}
    """Where it is another than the node's own."""
    inputs: dict[str, Reference | list[Reference]] = {}


class BuildStep(_Step):
    build: Any
    inputs: dict[str, Reference] = {}


class GatherStep(_Step):
    gather: Literal["list", "tuple", "dict"]
    items: list[Reference]
    keys: list[Any] = []

    @checks(mode="after")
    def _has_a_key_for_each_item(self) -> GatherStep:
        if self.gather == "dict" and len(self.keys) != len(self.items):
            raise ValueError(f"{len(self.items)} items need as many keys, not {len(self.keys)}")
        return self


class WhenStep(_Step):
    when: Reference
    then: Reference
    otherwise: Reference


class SwitchStep(_Step):
    switch: Reference
    cases: list[Annotated[tuple[Any, Reference], Field(strict=False)]]
    default: Reference


class FallbackStep(_Step):
    fallback: Annotated[tuple[Reference, Reference], Field(strict=False)]


class Body(_Form):
    """The graph that an `each` or a `loop` runs."""

    steps: list[Step]
    result: Reference


class LoopBody(Body):
    """The graph that a `loop` runs; its result is the next state."""

    until: Reference


class EachStep(_Step):
    each: Reference
    outer: list[Reference] = []
    body: Body


class LoopStep(_Step):
    loop: Reference
    limit: int
    outer: list[Reference] = []
    body: LoopBody


_KINDS = ("node", "build", "gather", "when", "switch", "fallback", "each", "loop")


def _kind(data: Any) -> str | None:
    return next((kind for kind in _KINDS if kind in data), None) if isinstance(data, dict) else None


Step = Annotated[
    Annotated[NodeStep, Tag("node")]
    | Annotated[BuildStep, Tag("build")]
    | Annotated[GatherStep, Tag("gather")]
    | Annotated[WhenStep, Tag("when")]
    | Annotated[SwitchStep, Tag("switch")]
    | Annotated[FallbackStep, Tag("fallback")]
    | Annotated[EachStep, Tag("each")]
    | Annotated[LoopStep, Tag("loop")],
    Discriminator(_kind),
]


class Form(Body):
    """A whole file."""

    compound: int
    name: _Name
    inputs: list[Input]
    output: Any

    @checks(mode="after")
    def _has_each_input_once(self) -> Form:
        if len({item.name for item in self.inputs}) != len(self.inputs):
            raise ValueError("two inputs have the same name")
        return self


def parse(data: Any) -> Form:
    """A form from a dict, a path or text. Raises InvalidWorkflow."""
    where = "the workflow"
    if isinstance(data, Path):
        where = str(data)
        data = read_file(data)
    if isinstance(data, str | bytes):
        data = decode(data, where)
    if not isinstance(data, dict) or "compound" not in data:
        raise InvalidWorkflow(where=where, problem="it is not a workflow: the key `compound` with a version is missing")
    version = data["compound"]
    if type(version) is not int or version != VERSION:
        problem = f"it has version {summarise(version)}; this compound reads {VERSION}"
        raise InvalidWorkflow(where=where, problem=problem)
    try:
        return Form.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False)[0]
        raise InvalidWorkflow(where=_place(where, data, first["loc"]), problem=_problem(first)) from None
    except RecursionError:
        raise InvalidWorkflow(where=where, problem="it is nested too deeply") from None


def _place(where: str, data: Any, location: tuple[Any, ...]) -> str:
    """The innermost step on the way to a fault, by its id, and the way on from there."""
    step, way = "", []
    for part in location:
        if isinstance(data, dict | list) and (isinstance(data, list) or part in data):
            data = data[part] if (isinstance(part, int) and part < len(data)) or isinstance(data, dict) else None
            way.append(str(part))
        if isinstance(data, dict) and isinstance(data.get("id"), str):
            step, way = f", step {data['id']!r}", []
    return f"{where}{step}{', ' if way else ''}{'.'.join(way)}"


def _problem(fault: Any) -> str:
    if fault["type"] == "union_tag_not_found":
        return f"a step has one of {', '.join(_KINDS)}"
    if fault["type"] == "missing":
        return f"`{fault['loc'][-1]}` is missing"
    if fault["type"] == "extra_forbidden":
        return f"`{fault['loc'][-1]}` is not known here"
    return str(fault["msg"].removeprefix("Value error, "))


def _steps_in(data: Any) -> Iterator[str]:
    stack = [data]
    while stack:
        item = stack.pop()
        if isinstance(item, Reference):
            if item.step:
                yield item.step
        elif isinstance(item, dict):
            stack += item.values()
        elif isinstance(item, list | tuple):
            stack += item
