"""The code part of a key: what a node's code does, and all of its own package that it leads to."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import PathDistribution, version
from pathlib import Path
from typing import Any

import pytest

from compound import node
from compound.errors.store import NotKeyable
from compound.keys.code import packages
from compound.keys.code.instructions import does
from compound.keys.code.origins import Origins
from compound.keys.node import changed
from tests.compound.keys.garden import module, package, parts, parts_of


@pytest.fixture(autouse=True)
def _forget_modules() -> Iterator[None]:
    before = set(sys.modules)
    yield
    for name in set(sys.modules) - before:
        if name.partition(".")[0] in ("garden", "shed"):
            del sys.modules[name]


PLAIN = """
LIMIT = 3
def helper(x):
    return x + LIMIT
@node
def f(x: int) -> int:
    return helper(x) * 2
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("return x + LIMIT", "return x + LIMIT  # why"),
        ("def helper(x):", 'def helper(x):\n    """What it does."""'),
        ("LIMIT = 3", "\n\n# Why.\nLIMIT = 3\n"),
        ("return helper(x) * 2", "return helper(\n        x\n    ) * 2"),
        ("@node", "def unrelated(x):\n    return x\n@node"),
    ],
    ids=["comment", "docstring", "lines moved", "lines broken", "another function"],
)
def test_what_changes_no_answer_changes_no_key(old: str, new: str) -> None:
    assert parts(PLAIN) == parts(PLAIN.replace(old, new))


def test_a_docstring_does_not_count_where_it_shifts_the_constants() -> None:
    plain = "@node\ndef f(x: int) -> None:\n    {}pass\n"
    assert parts(plain.format("")) == parts(plain.format('"""Nothing."""; '))


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("helper(x) * 2", "helper(x) * 4", "f"),
        ("return x + LIMIT", "return x - LIMIT", "helper"),
        ("LIMIT = 3", "LIMIT = 4", "helper"),
        ("LIMIT = 3", "LIMIT = 3.0", "helper"),
        ("def helper(x):", "def helper(x, y=1):", "helper"),
        ("return x + LIMIT", "return max(x, LIMIT)", "helper"),
    ],
)
def test_a_change_of_what_is_called_is_told_by_its_name(old: str, new: str, named: str) -> None:
    assert changed(parts(PLAIN), parts(PLAIN.replace(old, new))) == (f"code garden:{named}",)


WIDE = """
import functools, re
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple, NewType
from typing_extensions import TypeAliasType
from pydantic import BaseModel, Field, field_validator
def deepest(x): return x
def deep(x): return deepest(x)
class Base:
    def step(self): return deep(1)
class Tool(Base):
    SIZE = 1
    @property
    def half(self): return self.SIZE / 2
    @staticmethod
    def twice(x): return x * 2
    @classmethod
    def make(cls): return cls()
@dataclass(frozen=True)
class Spot:
    x: int = 0
    tags: list[str] = field(default_factory=list)
    def moved(self): return Spot(self.x + 1)
class Kind(Enum):
    A = 1
class Pair(NamedTuple):
    a: int
    b: int = 0
class Form(BaseModel):
    total: float = Field(default=0, ge=0)
    @field_validator("total")
    @classmethod
    def check(cls, value): return value + 0
def logged(function):
    @functools.wraps(function)
    def inner(*args): return function(*args)
    return inner
@logged
def wrapped(x): return x
@functools.lru_cache
def remembered(x): return x
PATTERN = re.compile("a+")
TABLE = {"a": deep, "b": (1, 2)}
HALF = functools.partial(deep, 0.5)
SPOT = Spot(2)
Meters = NewType("Meters", int)
Sizes = TypeAliasType("Sizes", list[int])
TOOL = Tool()
TOOL.size = 3
@node
def other(x: int) -> int: return x
def even(x): return odd(x - 1)
def odd(x): return even(x - 1)
@node
def f(x: int) -> int:
    def inner(y): return [wrapped(z) for z in y]
    even(x), Tool().half, Kind.A, Pair(1), Form(), remembered(x), PATTERN, TABLE, HALF, SPOT, TOOL, other(x), Meters
    Sizes
    return inner([x])
"""


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("def deepest(x): return x", "def deepest(x): return -x"),
        ("SIZE = 1", "SIZE = 2"),
        ("self.SIZE / 2", "self.SIZE / 3"),
        ("return x * 2", "return x * 3"),
        ("return cls()", "return None"),
        ("class Tool(Base)", "class Tool"),
        ("x: int = 0", "x: int = 1"),
        ("x: int = 0", "x: float = 0"),
        ("self.x + 1", "self.x + 2"),
        ("A = 1", "A = 2"),
        ("A = 1", "A = 1; B = 2"),
        ("b: int = 0", "b: int = 1"),
        ("ge=0", "ge=1"),
        ("total: float", "total: int"),
        ("value + 0", "value + 1"),
        ("return function(*args)", "return -function(*args)"),
        ("def wrapped(x): return x", "def wrapped(x): return -x"),
        ("def remembered(x): return x", "def remembered(x): return -x"),
        ('"a+"', '"b+"'),
        ('"b": (1, 2)', '"b": [1, 2]'),
        ("deep, 0.5", "deep, 0.6"),
        ("SPOT = Spot(2)", "SPOT = Spot(3)"),
        ('"Meters", int', '"Meters", float'),
        ("list[int])", "list[float])"),
        ("TOOL.size = 3", "TOOL.size = 4"),
        ("def other(x: int) -> int: return x", "def other(x: int) -> int: return -x"),
        ("@node\ndef other", "@node(version='2')\ndef other"),
        ("even(x - 1)", "even(x - 2)"),
        ("for z in y]", "for z in y if z]"),
        ("def inner(*args)", "async def inner(*args)"),
    ],
)
def test_all_kinds_of_code_that_it_leads_to_count(old: str, new: str) -> None:
    assert old in WIDE
    assert parts(WIDE) == parts(WIDE)
    assert parts(WIDE) != parts(WIDE.replace(old, new))


def test_closures_that_share_their_code_differ_by_what_they_hold() -> None:
    made = """
    def scaled(by):
        @node
        def scale(x: int) -> int:
            return x * by
        return scale
    """
    scaled = module(made).scaled
    assert parts_of(scaled(2)) == parts_of(scaled(2))
    assert changed(parts_of(scaled(2)), parts_of(scaled(3))) == ("code garden:scaled.<locals>.scale",)


@pytest.mark.parametrize("held", ["open(__file__)", "iter([1])", "object.__new__(type('T', (), {'__slots__': 'a'}))"])
def test_what_holds_something_without_a_key_has_none(held: str) -> None:
    source = f"__file__ = {__file__!r}\nTHING = {held}\n@node\ndef f(x: int) -> int:\n    return x if THING else 0\n"
    with pytest.raises(NotKeyable, match=r"garden:f: the global `THING`"):
        parts(source)


def test_what_a_function_names_but_never_had_does_not_matter() -> None:
    assert "code garden:f" in parts("@node\ndef f(x: int) -> int:\n    return missing(x)\n")


def test_methods_and_callable_objects_count_with_what_they_are_bound_to() -> None:
    source = """
    class Adder:
        def __init__(self, by): self.by = by
        def __call__(self, x: int) -> int: return x + self.by
        def add(self, x: int) -> int: return x + self.by
    """
    adder = module(source).Adder
    for made in (node(adder(1)), node(adder(1).add)):
        assert "code garden:Adder" in parts_of(made)
    assert parts_of(node(adder(1))) == parts_of(node(adder(1)))
    assert parts_of(node(adder(1))) != parts_of(node(adder(2)))


def test_a_global_that_is_replaced_is_noticed() -> None:
    garden: Any = module(PLAIN)
    before = parts_of(garden.f)
    garden.LIMIT = 4
    assert changed(before, parts_of(garden.f)) == ("code garden:helper",)
    garden.helper = lambda x: x
    assert "code garden:helper" in changed(before, parts_of(garden.f))


def test_a_global_that_comes_up_later_is_noticed() -> None:
    garden: Any = module("@node\ndef f(x: int) -> int:\n    return late(x)\n")
    before = parts_of(garden.f)
    garden.late = abs
    assert changed(before, parts_of(garden.f)) == ("code garden:f",)


def test_a_cell_that_is_replaced_is_noticed() -> None:
    source = """
    def made():
        by = 1
        @node
        def scale(x: int) -> int:
            return x * by
        def change(to):
            nonlocal by
            by = to
        return scale, change
    """
    scale, change = module(source).made()
    before = parts_of(scale)
    change(2)
    assert changed(before, parts_of(scale)) == ("code garden:made.<locals>.scale",)
    change(1)
    assert parts_of(scale) == before


def test_a_cell_without_a_key_is_named() -> None:
    source = """
    def made(thing):
        @node
        def f(x: int) -> int:
            return x if thing else 0
        return f
    f = made(iter([1]))
    """
    with pytest.raises(NotKeyable, match="the closure's `thing`"):
        parts(source)


@pytest.mark.parametrize(
    "decorator", ["contextlib.contextmanager", "functools.singledispatch", "tenacity.retry", "functools.cache"]
)
def test_code_in_a_decorator_from_elsewhere_counts(decorator: str) -> None:
    source = f"""
    import contextlib, functools, tenacity
    @{decorator}
    def helper(x):
        return x * 2
    @node
    def f(x: int) -> int:
        return helper(x)
    """
    assert parts(source) == parts(source)
    assert changed(parts(source), parts(source.replace("x * 2", "x * 3"))) == ("code garden:helper",)


def test_objects_that_lead_to_each_other_have_no_key() -> None:
    source = """
    class Part: pass
    whole, part = Part(), Part()
    whole.part, part.whole = part, whole
    @node
    def f(x: int) -> int:
        return x if whole else 0
    """
    with pytest.raises(NotKeyable, match="holds itself"):
        parts(source)


def test_a_chain_of_objects_may_be_long() -> None:
    source = """
    class Part:
        def __init__(self, next): self.next = next
    first = None
    for _ in range(3000):
        first = Part(first)
    @node
    def f(x: int) -> int:
        return x if first else 0
    """
    assert "code garden:Part" in parts(source)


def test_a_distribution_has_the_packages_and_modules_that_lie_at_its_top(tmp_path: Path) -> None:
    lines = ("tea/__init__.py,sha256=a,1", "tea/leaf/green.py,,", "kettle.py,sha256=b,2", "tea-1.dist-info/RECORD,,")
    (tmp_path / "RECORD").write_text("\n".join((*lines, "../../bin/brew,,", "cup.so,,\n")))
    (tmp_path / "top_level.txt").write_text("listed\n")
    assert packages._packages(PathDistribution(tmp_path)) == {"tea", "kettle", "listed"}


def test_constants_count_also_where_there_are_more_than_a_byte_can_number() -> None:
    numbers = [number + 0.5 for number in range(300)]
    one, same, other = (
        compile("; ".join(f"x = {number}" for number in listed), "", "exec")
        for listed in (numbers, numbers, [*numbers[:-1], 0.25])
    )
    assert does(one) == does(same) != does(other)


def test_other_packages_count_by_version(monkeypatch: pytest.MonkeyPatch) -> None:
    source = """
    import numpy as np, json
    @node
    def f(x: int) -> int:
        import yaml
        return int(np.sum(json.loads("1")))
    """
    before = parts(source)
    assert before["package numpy"].startswith("numpy ")
    assert "yaml" in before["package yaml"].lower()
    assert "package json" not in before
    monkeypatch.setattr(packages, "version_of", lambda package: None if package == "garden" else f"{package} 0")
    assert changed(before, parts(source)) == ("package numpy", "package yaml")


SHED = {
    "garden/__init__.py": "",
    "garden/top.py": """
        from compound import node
        @node
        def f(x: int) -> int:
            from garden.tools import dig
            return dig(x)
    """,
    "garden/tools/__init__.py": "from .spade import dig\n",
    "garden/tools/spade.py": "def dig(x):\n    return x\n",
    "garden/other.py": "",
}
ASK = "import sys; from garden.top import f; from tests.compound.keys.garden import parts_of; PARTS = parts_of(f)\n"


def asked(folder: Path, then: str, seed: str = "0") -> str:
    """What a fresh process prints that knows the package."""
    paths = [str(folder), str(Path(__file__).parents[3])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths), "PYTHONHASHSEED": seed}
    ran = subprocess.run(
        [sys.executable, "-c", ASK + then], env=environment, capture_output=True, text=True, check=True, cwd=folder
    )
    return ran.stdout


def test_modules_that_are_imported_by_a_run_count_by_their_source_and_are_not_imported(tmp_path: Path) -> None:
    package(tmp_path, SHED)
    told = "print('garden.tools' in sys.modules, sorted(name for name in PARTS if name.startswith('code')))"
    assert asked(tmp_path, told) == "False ['code garden.tools', 'code garden.tools.spade', 'code garden.top:f']\n"


def test_keys_are_the_same_in_every_process_whatever_was_imported(tmp_path: Path) -> None:
    package(tmp_path, {**SHED, "garden/top.py": WIDE.replace("@node", "from compound import node\n@node", 1)})
    once = asked(tmp_path, "print(PARTS)", seed="1")
    assert asked(tmp_path, "import garden.tools.spade; print(parts_of(f))", seed="2") == once


def test_a_file_that_changes_is_noticed_and_layout_is_not_a_change(tmp_path: Path) -> None:
    package(tmp_path, SHED)
    documented, other = "def dig(x):\n    'Digs.'\n\n    return x  # so\n", "def dig(x):\n    return -x\n"
    then = (
        "from pathlib import Path; from compound.keys.node import changed\n"
        f"for text in ({documented!r}, {other!r}):\n"
        "    Path('garden/tools/spade.py').write_text(text)\n"
        "    print(changed(PARTS, parts_of(f)))\n"
    )
    assert asked(tmp_path, then) == "()\n('code garden.tools.spade',)\n"


def test_a_script_and_the_module_of_its_file_agree(tmp_path: Path) -> None:
    show = "from tests.compound.keys.garden import parts_of; print(sorted(parts_of(f).items()))\n"
    script = f"from compound import node\n{PLAIN}\nif __name__ == '__main__':\n    {show}"
    package(tmp_path, {"garden.py": script})
    environment = {**os.environ, "PYTHONPATH": f"{tmp_path}{os.pathsep}{Path(__file__).parents[3]}"}

    def printed(*arguments: str) -> str:
        command = [sys.executable, *arguments]
        return subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout

    assert printed(str(tmp_path / "garden.py")) == printed("-c", "from garden import f\n" + show)


def test_a_module_that_cannot_be_read_as_python_counts_by_its_bytes(tmp_path: Path) -> None:
    package(tmp_path, {**SHED, "garden/tools/spade.py": "this is no Python"})
    assert "garden.tools.spade" in asked(tmp_path, "print(sorted(PARTS))")


def test_a_command_named_like_an_installed_package_does_not_make_its_code_ones_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The console script `compound` must have the keys that any other way to run a pipeline has."""
    monkeypatch.setattr(sys.modules["__main__"], "__file__", "/usr/bin/compound", raising=False)
    origins = Origins({"compound_nodes"})
    assert not origins.are_own("compound.values.image")
    assert origins.versions == {"compound": f"compound-engine {version('compound-engine')}"}
