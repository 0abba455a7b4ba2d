"""Equal values have equal keys, in every process; others differ, and types count."""

from __future__ import annotations

import math
import os
import pickle
import subprocess
import sys
from collections import Counter, OrderedDict, defaultdict, deque
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from fractions import Fraction
from itertools import combinations
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, PrivateAttr

from compound import node
from compound.errors.store import NotKeyable
from compound.keys import records
from compound.keys.value import key_of
from compound.values import Audio, Embedding, Frame, Image, Mask
from compound.values.frozen import FrozenMap


class Color(Enum):
    RED = 1
    BLUE = 2


class Number(IntEnum):
    ONE = 1


class Word(StrEnum):
    ONE = "1"


class Pair(NamedTuple):
    x: Any
    y: Any


@dataclass
class Point:
    x: Any
    y: Any
    seen: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Dot:
    x: Any
    y: Any


class Record(BaseModel):
    model_config = ConfigDict(extra="allow", arbitrary_types_allowed=True)
    x: Any
    y: Any = None
    _memory: int = PrivateAttr(0)


class Other(BaseModel):
    x: Any
    y: Any = None


class Fixed(BaseModel):
    model_config = ConfigDict(frozen=True)
    text: str
    parts: Any = ()


class Loose(Fixed):
    model_config = ConfigDict(frozen=False)


@node
def brew(leaf: str) -> str:
    return leaf


@node
def steep(leaf: str) -> str:
    return leaf * 2


IMAGE = Image(np.arange(12, dtype=np.uint8).reshape(2, 2, 3))
DIFFERENT: list[Any] = [
    *(None, ..., 1, "1", True, 1.0, 1 + 0j, b"1", bytearray(b"1"), Decimal(1), Decimal("1.0"), Fraction(1)),
    *(0, False, 0.0, -0.0, "", b"", complex(-0.0, 0.0), complex(0.0, -0.0), math.nan, math.inf, -math.inf, 2**70),
    *(-1, 10**5000, "é", "e\u0301", "\ud800", range(1), range(0, 1, 2), Number.ONE, Word.ONE, Color.RED, Color.BLUE),
    *([], (), set(), frozenset(), {}, FrozenMap({}), OrderedDict(), deque(), deque(maxlen=1)),
    *([1], (1,), {1}, frozenset({1}), deque([1]), [[1]], [(1,)], [1, 1], ["1"], [[], []], [[[]]], [[1], [2]], [[1, 2]]),
    *({1: "a"}, {"1": "a"}, {True: "a"}, {1.0: "a"}, {b"1": "a"}, {(1,): "a"}, {"a": 1}, {"a": {"a": 1}}, {"aa": 1}),
    *(OrderedDict(a=1, b=2), OrderedDict(b=2, a=1), {"a": 1, "b": 2}, FrozenMap({"a": 1, "b": 2})),
    *(
        Pair(1, 2),
        Point(1, 2),
        Dot(1, 2),
        Record(x=1, y=2),
        Other(x=1, y=2),
        Record.model_validate({"x": 1, "y": 2, "z": 3}),
        Point(2, 1),
    ),
    *(Path("a"), PurePosixPath("a"), PureWindowsPath("a"), Path("a/b"), UUID(int=1), timedelta(1), timedelta(0, 1)),
    *(date(2000, 1, 1), datetime(2000, 1, 1), datetime(2000, 1, 1, tzinfo=UTC), datetime(2000, 1, 1, fold=1)),
    *(datetime(2000, 1, 1, tzinfo=ZoneInfo("UTC")), datetime(2000, 1, 1, tzinfo=ZoneInfo("Europe/Berlin"))),
    *(datetime(2000, 1, 1, tzinfo=timezone(timedelta(hours=1))), time(1), time(1, tzinfo=UTC), UTC, ZoneInfo("UTC")),
    *(np.int64(1), np.int32(1), np.float64(1), np.float32(1), np.bool_(True), np.str_("1"), np.array(1), np.array([1])),
    *(IMAGE, Mask(np.ones((2, 2), np.bool_), IMAGE.frame), Mask(np.ones((2, 2), np.bool_), Frame(width=2, height=2))),
    *(Embedding(np.ones(3, np.float32), "a"), Embedding(np.ones(3, np.float32), "b")),
    *(Audio(np.zeros((3, 1), np.float32), 8000), Audio(np.zeros((3, 1), np.float32), 16000)),
    *(brew, steep, IMAGE.frame, "none:", "int:1;", [b"int:1;"]),
]


def test_what_differs_in_any_way_has_another_key() -> None:
    keys = Counter(key_of(value) for value in DIFFERENT)
    alike = [(a, b) for a, b in combinations(DIFFERENT, 2) if key_of(a) == key_of(b)]
    assert alike == []
    assert len(keys) == len(DIFFERENT)


scalars = (
    st.none()
    | st.booleans()
    | st.integers(-2, 2)
    | st.sampled_from([0.0, -0.0, 1.0, math.nan])
    | st.text("a1", max_size=2)
)
hashable = st.recursive(scalars, lambda inner: st.tuples(inner, inner) | st.frozensets(inner, max_size=2), max_leaves=3)
values = st.recursive(
    scalars | st.binary(max_size=1) | st.builds(Color, st.integers(1, 2)),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.sets(hashable, max_size=3)
        | st.dictionaries(hashable, inner, max_size=3)
        | st.builds(Point, inner, inner)
        | st.builds(Record, x=inner, y=inner)
        | st.builds(Pair, inner, inner)
    ),
    max_leaves=6,
)


@given(values, values)
@settings(max_examples=500)
def test_keys_are_equal_exactly_where_the_values_are_the_same(a: Any, b: Any) -> None:
    assert (key_of(a) == key_of(b)) == (written(a) == written(b))


@given(values)
def test_a_copy_has_the_same_key(value: Any) -> None:
    assert key_of(pickle.loads(pickle.dumps(value))) == key_of(value)


@given(st.lists(st.tuples(hashable, scalars), max_size=6, unique_by=lambda pair: pair[0]), st.randoms())
def test_the_order_in_which_a_dict_or_set_was_filled_does_not_count(pairs: list[tuple[Any, Any]], random: Any) -> None:
    shuffled = random.sample(pairs, len(pairs))
    assert key_of(dict(pairs)) == key_of(dict(shuffled))
    assert key_of({key for key, _ in pairs}) == key_of({key for key, _ in shuffled})
    assert key_of(FrozenMap(dict(pairs))) == key_of(FrozenMap(dict(shuffled)))


@given(st.lists(values, min_size=40, max_size=60))
@settings(max_examples=3)
def test_other_processes_give_the_same_keys(examples: list[Any]) -> None:
    mine = [key_of(value) for value in examples]
    for seed in ("0", "1"):
        assert elsewhere(examples, seed) == mine


def elsewhere(examples: list[Any], hash_seed: str) -> list[str]:
    """The keys as another process gives them, whose sets have another order."""
    code = (
        "import sys, pickle, importlib.util as u\n"
        "spec = u.spec_from_file_location(sys.argv[1], sys.argv[2]); module = u.module_from_spec(spec)\n"
        "sys.modules[sys.argv[1]] = module; spec.loader.exec_module(module)\n"
        "sys.stdout.write(' '.join(map(module.key_of, pickle.load(sys.stdin.buffer))))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code, __name__, __file__],
        input=pickle.dumps(examples),
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        capture_output=True,
        check=True,
    )
    return ran.stdout.decode().split()


def test_private_attributes_and_what_was_computed_since_do_not_count() -> None:
    seen, fresh = Record(x=1), Record(x=1)
    seen._memory = 5
    assert key_of(seen) == key_of(fresh)
    point = Point(1, 2)
    point.note = "read"  # type: ignore[attr-defined]
    assert key_of(point) == key_of(Point(1, 2))


def test_a_large_frozen_record_is_spelled_once_and_forgotten_with_it() -> None:
    record = Fixed(text="tea" * 1000, parts=(Fixed(text="leaf"), Dot(1, (2.0, None))))
    key = key_of(record)
    assert records.known(record) is not None
    assert key == key_of(record) == key_of(record.model_copy()) == key_of(pickle.loads(pickle.dumps(record)))
    assert key_of([record]) == key_of([record.model_copy()])
    place = id(record)
    del record
    assert place not in records._remembered


@pytest.mark.parametrize(
    "held", [[1], {"a": 1}, {1}, bytearray(b"1"), np.ones(1), deque([1]), Point(1, 2), Loose(text="")]
)
@pytest.mark.parametrize("around", [lambda held: held, lambda held: (held,), lambda held: Fixed(text="", parts=held)])
def test_of_a_record_that_holds_what_may_change_nothing_is_remembered(held: Any, around: Any) -> None:
    record = Fixed(text="tea" * 1000, parts=around(held))
    key_of(record)
    assert records.known(record) is None


def test_a_large_record_that_is_changed_has_another_key() -> None:
    record = Loose(text="tea" * 1000)
    before = key_of(record)
    record.text = "mate" * 1000
    assert key_of(record) != before


def test_a_path_is_as_it_is_written_whatever_lies_there(tmp_path: Path) -> None:
    file = tmp_path / "file"
    before = key_of(file)
    file.write_text("tea")
    assert key_of(file) == before


def test_every_nan_of_python_is_the_same() -> None:
    assert key_of(float("nan")) == key_of(-float("nan")) == key_of(math.inf - math.inf)


def test_an_image_is_its_pixels_however_it_is_kept() -> None:
    plain = Image(np.zeros((64, 64, 3), np.uint8))
    assert key_of(plain.packed()) == key_of(plain)


@pytest.mark.parametrize(
    "nest", [lambda x: [x], lambda x: (x,), lambda x: {"a": x}, lambda x: frozenset([x]), lambda x: Dot(x, 0)]
)
def test_depth_is_no_limit(nest: Any) -> None:
    value: Any = 1
    for _ in range(10_000):
        value = nest(value)
    assert key_of(value) != key_of(nest(value))


def test_what_is_shared_is_not_a_cycle() -> None:
    shared = [1]
    assert key_of([shared, shared]) == key_of([[1], [1]])


def test_what_holds_itself_is_refused() -> None:
    listed: list[Any] = [1]
    listed.append({"again": (listed,)})
    record = Record(x=1)
    record.y = [record]
    for value in (listed, record):
        with pytest.raises(NotKeyable, match="holds itself"):
            key_of(value)


class Strange(tzinfo):
    def utcoffset(self, moment: datetime | None) -> timedelta:
        return timedelta(1)

    tzname = dst = lambda self, moment: None


class Text(str):
    pass


@pytest.mark.parametrize(
    "value",
    [print, lambda: 1, key_of, int, Record, object(), Text("a"), defaultdict(int), iter([1]), sys, Strange()],
    ids=lambda value: type(value).__name__,
)
def test_what_is_no_data_is_refused_and_its_place_is_named(value: Any) -> None:
    with pytest.raises(NotKeyable) as caught:
        key_of({"a": [1, Point(1, value)]})
    assert caught.value.path == "value['a'][1].y"
    assert caught.value.type_name == type(value).__name__


def test_a_field_that_was_never_set_counts_as_such() -> None:
    @dataclass
    class Late:
        value: int = field(init=False)

    late, set_since = Late(), Late()
    set_since.value = 0
    assert key_of(late) == key_of(Late())
    assert key_of(late) != key_of(set_since)


def test_a_time_in_a_zone_without_a_name_is_refused() -> None:
    with pytest.raises(NotKeyable, match="time zone"):
        key_of(datetime(2000, 1, 1, tzinfo=Strange()))


def test_the_place_in_what_is_deep_is_told_by_both_ends() -> None:
    value: Any = object()
    for at in range(100):
        value = {at: value}
    with pytest.raises(NotKeyable) as caught:
        key_of(value)
    assert caught.value.path == "value[99][98][97][96]…[3][2][1][0]"


def written(value: Any) -> Any:
    """The value as text that tells all that counts: the specification that keys are held against."""
    cls = type(value).__name__
    if isinstance(value, Pair):
        return cls, *map(written, value)
    if isinstance(value, Point | Record):
        return cls, written(value.x), written(value.y)
    if isinstance(value, list | tuple):
        return cls, *map(written, value)
    if isinstance(value, set | frozenset):
        return cls, *sorted(map(repr, map(written, value)))
    if isinstance(value, dict):
        return cls, *sorted(repr((written(key), written(item))) for key, item in value.items())
    return cls, repr(value)
