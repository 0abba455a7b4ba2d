"""Workflow files that are made to do harm, by what they try."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from functools import reduce
from pathlib import Path
from typing import Any

COLLIDING = 2**61 - 1
"""Python hashes multiples of it all to 0."""

Maker = Callable[[Path], object]
"""Puts the file there."""


def _text(text: str | bytes) -> Maker:
    data = text if isinstance(text, bytes) else text.encode()
    return lambda path: path.write_bytes(data)


def _form(**changes: Any) -> Maker:
    """The form of a pipeline that gives its input, but for what is changed."""
    whole = {"compound": 1, "name": "w", "inputs": [{"name": "x", "type": "int"}], "output": "int", "steps": []}
    return _text(json.dumps({**whole, "result": {"input": "x"}, **changes}))


def _constant(value: Any) -> Maker:
    return _form(result={"value": value}, output="Any", inputs=[])


def _node(reference: str) -> Maker:
    return _form(steps=[{"id": "a", "node": reference, "inputs": {"x": {"input": "x"}}}], result={"step": "a"})


def _gather(name: str, *read: str, kind: str = "list") -> dict[str, Any]:
    return {"id": name, "gather": kind, "items": [{"step": step} for step in read] or [{"input": "x"}]}


def _gathers(count: int, per_step: int, kind: str) -> Maker:
    """Each around the one before it."""
    steps = [_gather("s0", kind=kind)]
    steps += [_gather(f"s{at}", *[f"s{at - 1}"] * per_step, kind=kind) for at in range(1, count)]
    return _form(steps=steps, result={"step": f"s{count - 1}"}, output=kind)


def _deep(levels: int, wrap: Callable[[Any], Any], inner: Any = 1) -> Any:
    return reduce(lambda data, _: wrap(data), range(levels), inner)


def _bodies(levels: int) -> Maker:
    def wrap(body: Any) -> Any:
        return {"steps": [{"id": "e", "each": {"value": [1]}, "body": body}], "result": {"step": "e"}}

    return _form(inputs=[], **_deep(levels, wrap, {"steps": [], "result": {"input": "item"}}), output="str")


def _schema(schema: Any) -> Maker:
    return _constant({"$class": "gone:Gone", "schema": schema})


_LEVELS = 10_000
_NESTED = '{"compound": 1, "name": '
_DOUBLING = {f"d{at}": {"properties": {n: {"$ref": f"#/$defs/d{at + 1}"} for n in "ab"}} for at in range(300)}
_WHENS = [
    {"id": f"s{at}", "when": {"input": "x"}, "then": {"step": f"s{at - 1}"}, "otherwise": {"input": "x"}}
    for at in range(1, 10_000)
]

IN_THE_TEXT: dict[str, Maker] = {
    "an object by a tag": _text("!!python/object/apply:os.system ['exit']"),
    "an object by a tag of its own": _text(
        "%TAG ! tag:yaml.org,2002:python/\n---\na: !object/apply:os.system ['exit']"
    ),
    "a module by a tag": _text("compound: !!python/module:antigravity"),
    "a tag that its text does not fit": _text("compound: !!int ''"),
    "aliases that unfold": _text("a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]"),
    "an alias of itself": _text("compound: &a [*a]"),
    "two documents": _text("compound: 1\n---\ncompound: 1"),
    "a key that is a list": _text("? [a]\n: b"),
    "keys that collide": _text("".join(f"{at * COLLIDING}: 1\n" for at in range(40_000))),
    "a number to the base 60": _text("compound: 1" + ":1" * 300_000),
    "a number with many digits": _text("compound: " + "9" * 900_000),
    "a number with many digits in JSON": _text('{"compound": ' + "9" * 900_000 + "}"),
    "a hexadecimal number": _text("compound: 0x" + "f" * 900_000),
    "a number beyond floats": _text('{"compound": 1e999}'),
    "NaN": _text('{"compound": NaN}'),
    "null bytes": _text("compound: 1\nname: a\0b"),
    "null bytes alone": _text(b"\0" * 990_000),
    "no UTF-8": _text(b"compound: 1\nname: \xff\xfe\xfa"),
    "no UTF-8 in JSON": _text(b'{"compound": "\xff"}'),
    "broken UTF-16": _text(b"\xff\xfe\x00\xd8\x00"),
    "noise": _text(os.urandom(990_000)),
    "ten megabytes": _text(b"- a\n" * 2_500_000),
    "ten megabytes of JSON": _text('{"compound": [' + "[]," * 3_300_000 + "1]}"),
    "many lists": _text("[" + "[]," * 330_000 + "]"),
    "many lists of JSON": _text('{"compound": [' + "[]," * 330_000 + "1]}"),
    "many keys": _text("".join(f"k{at}: 1\n" for at in range(90_000))),
    "many blank lines": _text("\n" * 990_000),
    "an open quote": _text('"' + "a " * 490_000),
    "levels of JSON": _text(_NESTED + "[" * _LEVELS + "]" * _LEVELS + "}"),
    "levels of objects": _text(_NESTED + '{"a":' * _LEVELS + "1" + "}" * _LEVELS + "}"),
    "levels of YAML": _text("compound: " + "[" * _LEVELS + "]" * _LEVELS),
    "levels of YAML mappings": _text("compound: " + "{a: " * _LEVELS + "}" * _LEVELS),
    "levels of dashes": _text("- " * _LEVELS + "a"),
    "a million levels": _text("[" * 990_000),
}

IN_THE_GRAPH: dict[str, Maker] = {
    "a cycle": _form(steps=[_gather("a", "b"), _gather("b", "a")], result={"step": "b"}),
    "a long cycle": _form(steps=[_gather(f"s{at}", f"s{(at + 1) % 90}") for at in range(90)], result={"step": "s0"}),
    "two steps with one id": _form(steps=[_gather("a"), _gather("a")], result={"step": "a"}),
    "two inputs with one name": _form(inputs=[{"name": "x", "type": "int"}] * 2),
    "an input that is no name": _form(inputs=[{"name": "../x", "type": "int"}], result={"input": "../x"}),
    "a name that moves the cursor": _form(name="\x1b[2J"),
    "an id with a null byte": _form(steps=[_gather("a\0b")], result={"step": "a\0b"}),
    "a long name": _form(name="a" * 900_000),
    "a lone surrogate": _form(name="\ud800"),
    "a huge index": _form(result={"outer": 10**4000}),
    "a huge version": _form(compound=10**4000),
    "a version that is a list": _form(compound=[1] * 50_000),
    "a type that is none": _form(output={"x": [1] * 50_000}),
    "levels of types": _form(output=_deep(_LEVELS // 20, lambda inner: {"tuple of": inner}, "int")),
    "levels of constants": _constant(_deep(_LEVELS // 20, lambda inner: [inner])),
    "levels of bodies": _bodies(300),
    "types that double": _gathers(60, 2, "tuple"),
    "types that grow": _gathers(900, 1, "list"),
    "many parts of a type": _form(output=_deep(15, lambda inner: {"generic": "tuple", "of": [inner, inner]}, "int")),
    "many faults": _form(steps=[{"id": "g", "gather": "list", "items": [{"input": 1}] * 20_000}]),
    "many steps without a kind": _form(steps=[{}] * 2_000),
    "many steps and none of the result": _form(
        steps=[_gather(f"s{at}") for at in range(10_000)], result={"step": "no"}
    ),
    "many branches": _form(steps=[_gather("s0"), *_WHENS], result={"step": "s9999"}, output="str"),
    "many edges": _form(
        steps=[_gather(f"s{at}", *(f"s{other}" for other in range(at + 1, 200))) for at in range(200)],
        result={"step": "s0"},
    ),
    "many inputs": _form(inputs=[{"name": f"x{at}", "type": "int"} for at in range(40_000)], result={"input": "no"}),
    "cases that collide": _form(
        steps=[
            {
                "id": "s",
                "switch": {"input": "x"},
                "cases": [[at * COLLIDING, {"input": "x"}] for at in range(30_000)],
                "default": {"input": "x"},
            }
        ],
        result={"step": "s"},
    ),
    "a case that is a list": _form(
        steps=[{"id": "s", "switch": {"input": "x"}, "cases": [[[1], {"input": "x"}]], "default": {"input": "x"}}],
        result={"step": "s"},
    ),
    "a set that collides": _constant({"$set": [at * COLLIDING for at in range(60_000)]}),
    "pairs that collide": _constant({"$pairs": [[at * COLLIDING, 1] for at in range(30_000)]}),
    "a literal that collides": _form(output={"literal": [at * COLLIDING for at in range(60_000)]}),
    "two large literals": _form(
        inputs=[{"name": "x", "type": {"literal": list(range(100_000))}}], output={"literal": list(range(1, 100_001))}
    ),
    "a schema that is a number": _schema(1),
    "a schema with a list of fields": _schema({"properties": [1]}),
    "a schema with no values": _schema({"properties": {"a": {"enum": []}}}),
    "a schema that sets the base": _schema({"properties": {"__base__": {"type": "string"}}}),
    "a schema that sets the configuration": _schema({"properties": {"model_config": {"type": "string"}}}),
    "a schema that doubles": _schema({"$defs": _DOUBLING, "properties": {"a": {"$ref": "#/$defs/d0"}}}),
    "a schema of many fields": _schema({"properties": {f"f{at}": {"type": "string"} for at in range(30_000)}}),
    "a member that is none": _constant({"$enum": "re:RegexFlag", "name": "__class__"}),
    "brackets of an enumeration": _form(output={"generic": "re:RegexFlag", "of": ["int"]}),
    "bounds that are no numbers": _form(output={"constrained": "int", "by": {"ge": "a"}}),
    "a constant that cannot be read": _constant({"$time": "99:99"}),
}

REFERENCES = (
    "os:system",
    "builtins:eval",
    "antigravity:fly",
    "os:path.join.__globals__",
    "os:__builtins__.eval",
    "sys:modules.os.system",
    "compound:node.__globals__",
    "compound.graph:__builtins__",
    "compound.nosuch:node",
    "compound.:node",
    "compound..x:node",
    "compound.\0:node",
    "compound/../../evil:node",
    "compound.../../evil:node",
    "compound" + ".a" * 5_000 + ":node",
    "compound_nodes.examples.text_generate:generate",
    "compound_pipelines.site.__main__:main",
    "compound_pipelines.demo:main",
    "compound.backends.prefect.task:task",
    "../../evil:node",
    "/evil:node",
    "evil:node",
    ":",
    "",
)
"""Names that a file must not be able to use."""

IN_A_NAME: dict[str, Maker] = {
    f"{what} {reference[:40]!r}": make(reference)
    for reference in REFERENCES
    for what, make in (("the node", _node), ("the type", lambda name: _form(output=name)))
}


def _link(target: str) -> Maker:
    return lambda path: path.symlink_to(target)


IN_THE_FILE: dict[str, Maker] = {
    "a pipe": lambda path: os.mkfifo(path),
    "a folder": lambda path: path.mkdir(),
    "a link to itself": lambda path: path.symlink_to(path),
    "a link to nothing": _link("gone.yaml"),
    "a link to a file that is none": _link("/etc/passwd"),
    **{f"a link to {device}": _link(device) for device in ("/dev/zero", "/dev/urandom", "/dev/tty", "/proc/self/mem")},
}

ATTACKS = {**IN_THE_TEXT, **IN_THE_GRAPH, **IN_A_NAME, **IN_THE_FILE}
