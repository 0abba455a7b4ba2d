"""What a workflow file may not hold, and may not do; each refusal names the place."""

from __future__ import annotations

import copy
import functools
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from compound import Node, load_workflow, node, pipeline
from compound.errors import (
    BuildError,
    ConstantMismatch,
    CyclicGraph,
    InvalidWorkflow,
    MissingInput,
    NotSerialisable,
    SymbolMisuse,
    UnknownInput,
    UnknownReference,
    UnusedNode,
    WorkflowError,
)
from compound.workflow.limits import LARGEST


class Times(Node):
    by: Any = 2

    def run(self, x: int) -> int:
        return x * self.by


@node
def add(x: int, y: object) -> int:
    return x


@pipeline
def small(x: int) -> int:
    return add(Times(by=3)(x), 4)


# -- what cannot be written -----------------------------------------------------------------------------------


def test_nodes_made_inside_a_function_are_refused_with_their_step():
    @node
    def local(x: int) -> int:
        return x

    @pipeline
    def whole(x: int) -> int:
        return local.named("first")(x)

    with pytest.raises(NotSerialisable, match=r"first: the node first, which is made inside a function.*top level"):
        whole.spec()


def test_nodes_that_nobody_would_find_again_are_refused():
    namespace: dict[str, Any] = {"node": node}
    exec("@node\ndef made(x: int) -> int:\n    return x", namespace)
    for odd in (node(Times().run), namespace["made"], node(functools.partial(add.__wrapped__, y=1))):
        with pytest.raises(NotSerialisable, match="which is made where no module holds it by its own name"):
            pipeline(_calling(odd)).spec()


def _calling(odd: Any) -> Callable[[int], int]:
    def whole(x: int) -> int:
        return odd(x)  # type: ignore[no-any-return]

    return whole


def test_constants_that_are_no_data_are_refused_with_their_step():
    @pipeline
    def whole(x: int) -> int:
        return add(x, object()).named("adding")  # type: ignore[attr-defined, no-any-return]

    with pytest.raises(NotSerialisable, match="adding: an object cannot be written to a workflow file"):
        whole.spec()


def test_settings_that_are_no_data_are_refused_with_their_step_and_name():
    class Local(BaseModel):
        a: int

    for setting, what in ((object(), "an object"), (Local, "the type Local"), (lambda: 1, "a function")):
        whole = pipeline(_calling(Times(by=setting)))
        with pytest.raises(NotSerialisable, match=rf"times\.by: {what} cannot be written"):
            whole.spec()


def test_types_of_inputs_that_nobody_would_find_again_are_refused():
    class Local(BaseModel):
        a: int

    @pipeline
    def whole(x: Local) -> int:
        return add(1, x)

    with pytest.raises(NotSerialisable, match="whole, input x: the type Local"):
        whole.spec()


# -- what cannot be read --------------------------------------------------------------------------------------


def changed(change: Callable[[dict[str, Any]], Any]) -> dict[str, Any]:
    spec = copy.deepcopy(small.spec())
    change(spec)
    return spec


def step(**fields: Any) -> dict[str, Any]:
    return changed(lambda spec: spec["steps"][1].update(fields))


def constant(value: Any) -> dict[str, Any]:
    return changed(lambda spec: spec["steps"][1]["inputs"].update(y={"value": value}))


NODE = small.spec()["steps"][1]["node"]
WRONG: list[tuple[str, Any, type[Exception], str]] = [
    ("nothing", "", InvalidWorkflow, "the key `compound` with a version is missing"),
    ("a list", "[1]", InvalidWorkflow, "it is not a workflow"),
    ("garbage", "{{{", InvalidWorkflow, "neither JSON nor YAML"),
    (
        "another version",
        changed(lambda s: s.update(compound=2)),
        InvalidWorkflow,
        r"version 2 \(int\); this compound reads 1",
    ),
    ("a version that is no number", changed(lambda s: s.update(compound=True)), InvalidWorkflow, "version True"),
    ("an unknown key", changed(lambda s: s.update(color=1)), InvalidWorkflow, "`color` is not known here"),
    ("a missing key", changed(lambda s: s.pop("result")), InvalidWorkflow, "`result` is missing"),
    ("an unknown key of a step", step(retries=1), InvalidWorkflow, "step 'add'.*`retries` is not known here"),
    ("two kinds of step in one", step(build="int"), InvalidWorkflow, "step 'add'.*`build` is not known here"),
    ("no kind of step", changed(lambda s: s["steps"][1].pop("node")), InvalidWorkflow, "a step has one of node, build"),
    (
        "two steps with one id",
        changed(lambda s: s["steps"].append(s["steps"][0])),
        InvalidWorkflow,
        "times: two",
    ),
    ("an empty id", step(id=""), InvalidWorkflow, "at least 1 character"),
    ("an unknown step", step(inputs={"x": {"step": "no"}}), InvalidWorkflow, "add: {'step': 'no'} leads to no input"),
    ("an unknown input", step(inputs={"x": {"input": "no"}}), InvalidWorkflow, "{'input': 'no'} leads to no input"),
    ("an outer value at the top", step(inputs={"x": {"outer": 0}}), InvalidWorkflow, "{'outer': 0} leads to no input"),
    ("an ambiguous reference", step(inputs={"x": {"outer": 0, "value": 1}}), InvalidWorkflow, "exactly one of input"),
    (
        "a cycle",
        changed(lambda s: s["steps"][0]["inputs"].update(x={"step": "add"})),
        CyclicGraph,
        "times -> add",
    ),
    ("itself", changed(lambda s: s["steps"][0]["inputs"].update(x={"step": "times"})), CyclicGraph, "times -> times"),
    ("a missing input", step(inputs={"x": {"value": 1}}), MissingInput, "add: the input `y: object` is missing"),
    ("an unknown port", step(inputs={"x": {"value": 1}, "z": {"value": 1}}), UnknownInput, "no input called `z`"),
    ("a wrong constant", step(inputs={"x": {"value": "a"}, "y": {"value": 1}}), ConstantMismatch, r"add\.x: got 'a'"),
    ("an unused step", changed(lambda s: s.update(result={"step": "times"})), UnusedNode, "`add`"),
    ("a wrong setting", changed(lambda s: s["steps"][0].update(settings={"bye": 1})), InvalidWorkflow, r"^times\.bye"),
    ("settings of a function", step(settings={"by": 1}), InvalidWorkflow, "is a function and has no settings"),
    ("a field that is none", changed(lambda s: s["result"].update(fields=["real"])), SymbolMisuse, r"reading `\.real`"),
    ("a private field", changed(lambda s: s["result"].update(fields=["_trace"])), SymbolMisuse, "no declared fields"),
    ("a method", changed(lambda s: s["result"].update(fields=["named"])), SymbolMisuse, "no declared fields"),
    ("a class", changed(lambda s: s["result"].update(fields=["__class__"])), SymbolMisuse, "no declared fields"),
    ("no base64", constant({"$bytes": "%%%"}), InvalidWorkflow, r"^add: \['\$bytes'\] holds no such value"),
    ("no number", constant({"$float": "many"}), InvalidWorkflow, "could not convert"),
    ("a set of lists", constant({"$set": [[1]]}), InvalidWorkflow, "unhashable"),
    ("no pairs", constant({"$pairs": [1]}), InvalidWorkflow, "holds no such value"),
    ("an unknown mark", constant({"$python": "1"}), InvalidWorkflow, "it is no known form"),
    (
        "an object of no model",
        constant({"$object": "pathlib:Path", "fields": {}}),
        InvalidWorkflow,
        "not a class of such",
    ),
    ("no type", changed(lambda s: s.update(output={"kind": 1})), InvalidWorkflow, "does not describe a type"),
    (
        "a generic of nothing",
        changed(lambda s: s.update(output={"generic": "int", "of": ["int"]})),
        InvalidWorkflow,
        "int",
    ),
    ("a literal of a list", changed(lambda s: s.update(output={"literal": [[1]]})), InvalidWorkflow, "literal type"),
    ("a branch of no choice", step(inside=["times", 0]), InvalidWorkflow, "branch 0 of 'times', which has none such"),
]


@pytest.mark.parametrize(("data", "error", "words"), [w[1:] for w in WRONG], ids=[w[0] for w in WRONG])
def test_a_wrong_file_is_refused_with_the_place(data: Any, error: type[Exception], words: str):
    with pytest.raises(error, match=words) as caught:
        load_workflow(data)
    assert isinstance(caught.value, WorkflowError | BuildError)


def test_a_key_that_stands_twice_is_refused_and_not_the_last_one_taken():
    twice = json.dumps(small.spec()).replace('"x": {', '"x": {"value": 1}, "x": {', 1)
    for text in (twice, "compound: 1\nname: a\nname: b\n"):
        with pytest.raises(InvalidWorkflow, match=r"the key '(x|name)' stands twice"):
            load_workflow(text)


# -- what a file must not be able to do -----------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "compound: 1\nname: !!python/object/apply:os.system ['true']\n",
        "compound: 1\nname: !!python/name:os.system\n",
        "compound: 1\nname: !custom a\n",
    ],
)
def test_yaml_tags_are_refused(text: str):
    with pytest.raises(InvalidWorkflow, match=r"the tag .*; data has none"):
        load_workflow(text)


def test_yaml_aliases_which_unfold_without_end_are_refused():
    with pytest.raises(InvalidWorkflow, match=r"the alias \*a"):
        load_workflow("compound: 1\nname: &a x\noutput: *a\n")


def test_a_date_in_yaml_is_text():
    text = "compound: 1\nname: dated\ninputs: []\noutput: str\nsteps: []\nresult: {value: 2020-01-01}\n"
    assert load_workflow(text)() == "2020-01-01"


def test_a_module_that_is_not_imported_is_not_imported_for_a_file():
    assert "antigravity" not in sys.modules
    for data in (step(node="antigravity:fly"), changed(lambda spec: spec.update(output="antigravity:Fly"))):
        with pytest.raises(UnknownReference, match=r"'antigravity:.*is not imported or allowed.*--nodes"):
            load_workflow(data)
    assert "antigravity" not in sys.modules


def test_a_module_that_is_allowed_is_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    source = "from compound import node\n@node\ndef twice(x: int) -> int:\n    return 2 * x\n"
    (tmp_path / "allowed_nodes.py").write_text(source)
    monkeypatch.syspath_prepend(tmp_path)
    data = changed(lambda spec: spec["steps"][0].update(node="allowed_nodes:twice"))
    data["steps"][0].pop("settings")
    with pytest.raises(UnknownReference):
        load_workflow(data)
    assert load_workflow(data, modules=["allowed_nodes"])(3) == 6


@pytest.mark.parametrize("reference", ["os:system", "subprocess:run", "builtins:eval"])
def test_what_is_not_a_node_is_never_called(reference: str):
    import subprocess  # noqa: F401 - so that the name leads somewhere

    with pytest.raises(InvalidWorkflow, match=f"add: '{reference}' is not a node"):
        load_workflow(step(node=reference))


def test_build_makes_declared_data_and_nothing_else():
    import subprocess  # noqa: F401

    data = changed(lambda s: s["steps"].append({"id": "z", "build": "subprocess:Popen", "inputs": {}}))
    with pytest.raises(InvalidWorkflow, match=r"z: build: got Popen, but it takes a pydantic model"):
        load_workflow(data)


@pytest.mark.parametrize("reference", ["os:__builtins__.eval", "compound:node.__globals__", f"{NODE}.call.__globals__"])
def test_names_lead_only_through_modules_and_classes(reference: str):
    with pytest.raises(UnknownReference):
        load_workflow(step(node=reference))


def _nested(levels: int, wrap: Callable[[Any], Any], inner: Any) -> Any:
    return functools.reduce(lambda data, _: wrap(data), range(levels), inner)


def _nested_bodies(levels: int) -> dict[str, Any]:
    def wrap(body: Any) -> Any:
        return {"steps": [{"id": "e", "each": {"value": [1]}, "body": body}], "result": {"step": "e"}}

    return changed(lambda spec: spec.update(_nested(levels, wrap, {"steps": [], "result": {"input": "item"}})))


@pytest.mark.parametrize(
    "data",
    [
        constant(_nested(10_000, lambda data: [data], 1)),
        changed(lambda spec: spec.update(output=_nested(10_000, lambda data: {"tuple of": data}, "int"))),
        _nested_bodies(10_000),
        '{"compound": 1, "name": ' + "[" * 10_000 + "]" * 10_000 + "}",
        "compound: 1\nname: " + "[" * 10_000 + "]" * 10_000,
    ],
    ids=["constant", "type", "bodies", "JSON", "YAML"],
)
def test_ten_thousand_levels_are_refused(data: Any):
    with pytest.raises(InvalidWorkflow) as caught:
        load_workflow(data)
    assert len(str(caught.value)) < 500


def test_a_chain_of_ten_thousand_steps_is_not_deep():
    spec = small.spec()
    first = spec["steps"][0]
    spec["steps"] = [{**first, "id": "s0"}]
    spec["steps"] += [{**first, "id": f"s{n}", "inputs": {"x": {"step": f"s{n - 1}"}}} for n in range(1, 10_000)]
    spec["steps"].reverse()
    spec["result"] = {"step": "s9999"}
    assert len(load_workflow(spec).plan.steps) > 10_000 - 1


def test_files_that_are_too_large_or_missing_are_refused(tmp_path: Path):
    with pytest.raises(InvalidWorkflow, match="it cannot be read: No such file"):
        load_workflow(tmp_path / "none.yaml")
    (tmp_path / "large.json").write_bytes(b" " * (LARGEST + 1))
    with pytest.raises(InvalidWorkflow, match="larger than 1,000,000 bytes"):
        load_workflow(tmp_path / "large.json")
