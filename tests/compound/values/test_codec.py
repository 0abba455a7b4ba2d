"""What the codec writes, it reads back exactly; and it reads nothing else."""

from __future__ import annotations

import json
import math
import typing
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from pathlib import Path
from tempfile import TemporaryDirectory
from types import GenericAlias
from typing import Any, Generic, NamedTuple, TypedDict, TypeVar
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict, Field, RootModel, TypeAdapter

import compound.values as values
from compound.errors.store import BlobCorrupt, BlobMissing
from compound.errors.values import NotDecodable, NotEncodable
from compound.store.blobs import Blobs
from compound.store.folder import Folder
from compound.values import (
    Action,
    ActionResult,
    Answer,
    Audio,
    Box,
    Candidate,
    Cell,
    Check,
    Citation,
    Depth,
    Detection,
    DocumentText,
    Element,
    Embedding,
    Entity,
    Extracted,
    FieldValue,
    Frame,
    Image,
    Label,
    Layout,
    Line,
    Mask,
    Masks,
    Message,
    Observation,
    Page,
    PageText,
    Passage,
    Plan,
    PlanStep,
    Point,
    Prompt,
    Region,
    Span,
    Still,
    Table,
    Text,
    Turn,
    Word,
)
from compound.values.codec import from_json, to_json

FOLDER = TemporaryDirectory()
BLOBS = Blobs(Path(FOLDER.name))
T = TypeVar("T")


class Color(Enum):
    RED = 1
    BLUE = "blue"


class Receipt(BaseModel):
    store: str
    total: Decimal
    day: date | None = None


class Report(BaseModel):
    model_config = ConfigDict(arbitrary_types_allowed=True)
    text: Text
    fields: Extracted[Receipt]
    pages: tuple[Page, ...] = ()
    mask: Mask | None = None
    grid: np.ndarray[Any, Any] | None = None
    aliased: int = Field(default=0, alias="otherName")


class Open(BaseModel):
    model_config = ConfigDict(extra="allow")


class Names(RootModel[list[str]]):
    pass


class Pair(NamedTuple):
    left: int
    right: Text


@dataclass(frozen=True)
class Scored(Generic[T]):
    item: T
    score: float


class OwnList(list[int]):
    pass


class OwnTuple(tuple[int, ...]):
    pass


class Row(TypedDict):
    pair: Pair
    color: Color


def roundtrip(value: Any, hint: Any = Any) -> Any:
    return from_json(json.loads(json.dumps(to_json(value, BLOBS))), hint, BLOBS)


def exact(one: Any, two: Any) -> bool:
    """Equal, and of the same type, all the way down."""
    if type(one) is not type(two):
        return False
    if isinstance(one, float):
        return one == two or (math.isnan(one) and math.isnan(two))
    if isinstance(one, list | tuple):
        return len(one) == len(two) and all(map(exact, one, two))
    if isinstance(one, dict):
        return list(one) == list(two) and all(exact(one[key], two[key]) for key in one)
    return bool(one == two)


scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.binary(max_size=9)
    | st.datetimes()
    | st.dates()
    | st.times()
    | st.timedeltas()
    | st.decimals(allow_nan=False)
    | st.uuids()
)
keys = st.text(max_size=4) | st.integers() | st.sampled_from(["$blob", "$kind", "$type", "$extra"])
plain = st.recursive(
    scalars,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(keys, inner, max_size=3)
        | st.frozensets(st.integers() | st.text(max_size=3), max_size=3)
        | st.sets(st.tuples(st.integers(), st.text(max_size=2)), max_size=3)
    ),
    max_leaves=8,
)

IMAGE = Image(np.arange(60, dtype=np.uint8).reshape(4, 5, 3), notes=("noted",))
BOX = Box(left=0, top=0.5, right=2, bottom=3, frame=IMAGE.frame)
SPAN = Span(start=0, end=3, page=1, box=BOX, source="a.pdf")
PAGE_TEXT = PageText(
    content="tea\n2.50",
    spans=(SPAN,),
    page=1,
    frame=IMAGE.frame,
    words=(Word(text="tea", box=BOX, confidence=0.5, start=0, end=3),),
    lines=(
        Line(text="tea", box=BOX, confidence=1.0, start=0, end=3),
        Line(text="2.50", box=BOX, confidence=1.0, start=4, end=8),
    ),
)
FOUND = Extracted[Receipt](
    value=Receipt(store="Tea & Co", total=Decimal("2.50")),
    fields={"total": FieldValue(value="2.50", confidence=0.9, page=1, box=BOX)},
    missing=("day",),
)
CITATION = Citation(quote="tea", place=SPAN)
AUDIO = Audio(np.array([[0.5, -0.0], [1.5, 0.1]], np.float32), 8000)
MASKS = Masks(frame=IMAGE.frame, masks=(Mask(np.eye(4, 5, dtype=np.bool_), IMAGE.frame),), confidences=(0.5,))
CLICK = Action(kind="click", origin="app", target="1", arguments={"times": 2, "with": ["ctrl"]}, reason="to send it")
EVERY_VALUE = [
    IMAGE,
    Image(np.zeros((1, 1), np.uint8)),
    Image(np.full((2, 3, 4), 7, np.uint8)),
    Mask(np.eye(4, 5, dtype=np.bool_), IMAGE.frame),
    Embedding(np.array([0.1, -0.0], np.float32), "m"),
    Check(name="net_and_tax", passed=True, fields=("total",), detail="1.00 + 0.20 = 1.20"),
    IMAGE.frame,
    BOX,
    Point(x=1, y=2, frame=IMAGE.frame),
    SPAN,
    Text(content="hello", spans=(SPAN,)),
    PAGE_TEXT,
    DocumentText.join([PAGE_TEXT, PAGE_TEXT]),
    Page(number=1, image=IMAGE, source="a.pdf", text_layer=PAGE_TEXT),
    Label(name="a", confidence=0.25, distribution={"b": 0.75, "a": 0.25}),
    Entity(text="Tea & Co", kind="store", confidence=0.5, span=SPAN),
    FieldValue(value=[{"a": [1, None]}], confidence=1.0),
    Message(role="user", content="hello"),
    Passage(content="tea", spans=(SPAN,), place=SPAN, score=0.5),
    CITATION,
    Answer(question="What was bought?", content="tea", citations=(CITATION,), confidence=0.5),
    AUDIO,
    Turn(role="user", parts=("what is this?", IMAGE, AUDIO)),
    Depth(np.eye(4, 5, dtype=np.float32), IMAGE.frame, "metres"),
    MASKS,
    Prompt(points=(BOX.center,), box=BOX, mask=MASKS.best),
    Detection(name="cup", confidence=0.5, box=BOX),
    Layout(page=1, frame=IMAGE.frame, regions=(Region(kind="title", box=BOX, confidence=0.5),)),
    Table(rows=1, columns=2, cells=(Cell(text="tea", row=0, column=0, columns=2, box=BOX),)),
    Candidate(text="tea", confidence=0.5, place=SPAN),
    Still(image=IMAGE, at=0.5),
    Observation(origin="app", elements=(Element(ref="1", role="button", name="Send", box=BOX),), image=IMAGE),
    CLICK,
    ActionResult(action=CLICK, status="done", undo=CLICK),
    Plan(
        goal="read it",
        inputs={"page": "Page"},
        steps=(PlanStep(name="text", capability="document.read", inputs={"page": "page"}, settings={"dpi": [1]}),),
    ),
]


class TestRoundtrip:
    @given(plain)
    def test_plain_data_comes_back_exactly(self, value: Any) -> None:
        assert exact(roundtrip(value), value)

    @pytest.mark.parametrize("value", EVERY_VALUE, ids=lambda value: type(value).__name__)
    def test_every_value_comes_back_whether_the_hint_tells_it_or_not(self, value: Any) -> None:
        for hint in (type(value), type(value) | None, Any):
            assert exact(roundtrip(value, hint), value)
        nested = GenericAlias(tuple, (type(value), GenericAlias(list, (type(value),))))
        assert exact(roundtrip((value, [value]), nested), (value, [value]))

    @pytest.mark.parametrize("value", [*EVERY_VALUE, FOUND], ids=lambda value: type(value).__name__)
    def test_every_value_has_a_json_form_and_a_schema_for_it(self, value: Any) -> None:
        adapter = TypeAdapter(type(value))
        schema = adapter.json_schema(mode="serialization")
        assert set(schema["properties"]) == set(adapter.dump_python(value, mode="json"))
        assert adapter.json_schema(mode="validation")["properties"].keys() == schema["properties"].keys()

    def test_every_exported_value_is_tested(self) -> None:
        tested = {type(value).__name__ for value in EVERY_VALUE} | {
            "Extracted",
            "Word",
            "Line",
            "Region",
            "Cell",
            "Element",
            "PlanStep",
        }
        assert set(values.__all__) - tested == {"FrozenMap", "Limits", "Value"}

    @given(hnp.arrays(hnp.scalar_dtypes(), hnp.array_shapes(min_dims=0, min_side=0)))
    def test_arrays_keep_dtype_shape_and_bits_and_come_back_read_only(self, array: NDArray[Any]) -> None:
        again = roundtrip(array)
        assert (again.dtype, again.shape, again.tobytes()) == (array.dtype, array.shape, array.tobytes())
        assert not again.flags.writeable

    @pytest.mark.parametrize("number", [np.float32(0.1), np.int64(3), np.bool_(True)])
    def test_numpy_scalars_keep_their_type(self, number: np.generic) -> None:
        assert exact(roundtrip(number), number)

    def test_image_notes_come_back(self) -> None:
        assert roundtrip(IMAGE).notes == ("noted",)

    def test_a_model_keeps_the_subclass_that_a_field_holds(self) -> None:
        report = Report(text=PAGE_TEXT, fields=FOUND, pages=(Page(number=1, image=IMAGE),), otherName=3)
        again = roundtrip(report, Report)
        assert again == report
        assert type(again.text) is PageText
        assert type(again.fields.value) is Receipt

    def test_arrays_in_models_come_back(self) -> None:
        report = Report(text=Text(content=""), fields=FOUND, grid=np.eye(2))
        assert np.array_equal(roundtrip(report, Report).grid, np.eye(2))

    @pytest.mark.parametrize(
        ("value", "hint"),
        [
            (Color.BLUE, Color),
            ({"pair": Pair(1, PAGE_TEXT), "color": Color.RED}, Row),
            (Pair(1, Text(content="x")), Pair),
            (Pair(1, Text(content="x")), tuple[int, Text]),
            (Scored(PAGE_TEXT, 0.5), Scored[Text]),
            ([Scored(Receipt(store="", total=Decimal(1)), 0.5)], list[Scored[Receipt]]),
            (Open.model_validate({"a": 1, "b": (2,)}), Open),
            (Names(["a"]), Names),
            (("a", "b"), Sequence[str]),
            ({"a": Receipt(store="", total=Decimal(1))}, dict[str, Receipt | Text]),
            ({1: {2: (3,)}}, dict[int, dict[int, tuple[int, ...]]]),
            ([None, FOUND], list[Extracted[Receipt] | None]),
            (Path("a/b"), Path),
            (complex(1, math.inf), complex),
            (datetime(2026, 1, 2, 3, tzinfo=UTC), datetime),
            (time(1, 2, 3, 4), time),
            (timedelta(days=-1, microseconds=1), timedelta),
            (UUID(int=5), UUID),
        ],
        ids=repr,
    )
    def test_records_enums_and_containers_come_back(self, value: Any, hint: Any) -> None:
        assert exact(roundtrip(value, hint), value)


class TestForm:
    def test_under_its_hint_a_record_is_plain_json(self) -> None:
        label = Label(name="a", confidence=1.0, distribution={"a": 1.0})
        data = to_json(Page(number=1, image=IMAGE), BLOBS)
        assert data.pop("$type") == "compound.values:Page"
        assert data["image"] == {
            "$blob": data["image"]["$blob"],
            "kind": "image",
            "width": 5,
            "height": 4,
            "mode": "RGB",
            "pixels": IMAGE.digest,
            "notes": ["noted"],
        }
        assert to_json(label, BLOBS)["distribution"] == {"a": 1.0}

    def test_an_image_is_kept_as_png(self) -> None:
        assert BLOBS.get(to_json(IMAGE, BLOBS)["$blob"]).startswith(b"\x89PNG")

    @given(st.sets(st.integers() | st.text(max_size=3), max_size=5))
    def test_sets_are_written_in_one_order(self, members: set[Any]) -> None:
        rebuilt: set[Any] = set()
        for member in sorted(members, key=repr):
            rebuilt.add(member)
        assert to_json(members, BLOBS) == to_json(rebuilt, BLOBS)


class TestRefusals:
    @pytest.mark.parametrize(
        "value", [object(), print, int, np.array([object()]), IMAGE.pil(), OwnList(), OwnTuple()], ids=repr
    )
    def test_what_has_no_json_form_is_named_with_its_place(self, value: object) -> None:
        with pytest.raises(NotEncodable, match=r"value\['a'\]\[1\]") as caught:
            to_json({"a": [0, value]}, BLOBS)
        assert caught.value.path == "value['a'][1]"

    def test_data_cannot_name_a_type_that_the_hint_does_not_know(self) -> None:
        for name in ("os:system", "subprocess:Popen", "builtins:eval", f"{__name__}:Receipt", "compound.values:home"):
            with pytest.raises(NotDecodable, match="none of the types"):
                from_json({"$type": name, "args": "true"}, Text, BLOBS)

    @pytest.mark.parametrize("hint", [dict, dict[str, int], list[Any], object, Any])
    def test_data_cannot_call_a_type_that_is_no_record(self, hint: Any) -> None:
        for name in ("collections:OrderedDict", "builtins:dict", f"{__name__}:OwnList", "compound.values:Image"):
            with pytest.raises(NotDecodable):
                from_json({"$type": name}, hint, BLOBS)

    @pytest.mark.parametrize(
        ("data", "hint"),
        [
            ({"$kind": "spell", "text": ""}, Any),
            ({"$kind": "datetime", "text": "yesterday"}, Any),
            ({"$kind": "decimal", "text": "x"}, Any),
            ({"$kind": "tuple"}, Any),
            ({"$kind": "dict", "items": [[1]]}, Any),
            ({"$kind": "set", "items": [[]]}, Any),
            ({"$type": 3}, Any),
            ({"$type": "compound.values:Frame", "width": 0, "height": 1}, Any),
            ({"width": 1}, Frame),
            ({"width": 1, "height": 1, "depth": 1}, Frame),
            ({"$blob": "0" * 64, "kind": "spell"}, Any),
        ],
        ids=repr,
    )
    def test_data_that_was_not_written_here_is_refused(self, data: Any, hint: Any) -> None:
        with pytest.raises(NotDecodable):
            from_json(data, hint, BLOBS)

    def test_the_place_is_named(self) -> None:
        with pytest.raises(NotDecodable, match=r"value\['a'\]\[1\]"):
            from_json({"a": [0, {"$kind": "spell"}]}, Any, BLOBS)

    def test_a_pickle_in_a_blob_is_not_opened(self) -> None:
        digest = BLOBS.put(np.array([{}], dtype=object).dumps())
        with pytest.raises(NotDecodable):
            from_json({"$blob": digest, "kind": "array"}, Any, BLOBS)

    def test_a_mask_whose_blob_is_no_whole_png_or_larger_than_it_says_is_refused(self) -> None:
        mask = to_json(MASKS.best, BLOBS)
        for blob in (b"tea", BLOBS.get(mask["$blob"])[:-40], Image(np.zeros((9, 9), np.uint8)).png()):
            with pytest.raises(NotDecodable, match="PNG"):
                from_json({**mask, "$blob": BLOBS.put(blob)}, Mask, BLOBS)

    def test_a_missing_or_damaged_blob_is_said_to_be(self, tmp_path: Path) -> None:
        blobs = Blobs(tmp_path)
        data = to_json(b"tea", blobs)
        Folder(tmp_path).path(data["$blob"]).write_bytes(b"toa")
        with pytest.raises(BlobCorrupt):
            from_json(data, bytes, blobs)
        Folder(tmp_path).path(data["$blob"]).unlink()
        with pytest.raises(BlobMissing):
            from_json(data, bytes, blobs)


def test_hints_may_be_aliases_new_types_and_annotated() -> None:
    amount = typing.NewType("amount", Receipt)
    receipt = Receipt(store="", total=Decimal(1))
    for hint in (amount, typing.Annotated[Receipt, "noted"], typing.Annotated[amount | None, "noted"]):
        assert roundtrip([receipt], list[hint]) == [receipt]  # type: ignore[valid-type]


def test_a_record_is_read_by_its_types_once_they_are_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    @dataclass
    class Early:
        later: Later

    @dataclass
    class Later:
        number: int

    blobs, value = Blobs(tmp_path), Early(Later(1))
    unknown = to_json(value, blobs)
    monkeypatch.setitem(globals(), "Later", Later)
    known = to_json(value, blobs)
    assert "$type" in unknown["later"]
    assert known["later"] == {"number": 1}
    assert from_json(known, Early, blobs) == value
