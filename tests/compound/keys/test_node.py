"""The key of an answer: equal for equal nodes and inputs, and able to say what differs."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Iterator

import pytest
from pydantic import BaseModel

from compound import Node, node
from compound.catalogue import EmptyCatalogue
from compound.errors.store import WeightsUnknown
from compound.keys import profile, recipe, weights
from compound.keys.node import changed, node_key
from compound.keys.value import key_of
from tests.compound.keys.garden import module, parts_of


class Receipt(BaseModel):
    total: float


class Read(Node):
    schema: type[BaseModel] = Receipt  # type: ignore[assignment]
    times: float = 1.0

    def run(self, text: str) -> str:
        return text


class Modelled(Node):
    models = ("tiny",)

    def run(self, text: str) -> str:
        return text


class Weighing(EmptyCatalogue):
    digests = {"tiny": "a" * 64}  # noqa: RUF012

    def model_digest(self, name: str) -> str | None:
        return self.digests.get(name)


@node
def double(x: int, y: int = 0) -> int:
    return 2 * x + y


@pytest.fixture
def weighing(monkeypatch: pytest.MonkeyPatch) -> Iterator[Weighing]:
    catalogue = Weighing()
    monkeypatch.setattr(weights, "catalogue", lambda: catalogue)
    yield catalogue
    recipe._recipes.clear()


def test_inputs_count_by_port_and_not_by_order() -> None:
    one, two = key_of(1), key_of(2)
    key = node_key(double, {"x": one, "y": two})
    assert key == node_key(double, {"y": two, "x": one})
    others: tuple[dict[str, str], ...] = ({"x": two, "y": one}, {"x": one}, {"x": one, "z": two}, {})
    assert len({key.digest, *(node_key(double, inputs).digest for inputs in others)}) == 5


def test_the_seed_counts() -> None:
    assert len({node_key(double, {}, seed).digest for seed in (None, 0, 1, -1)}) == 4


def test_a_key_says_what_differs() -> None:
    before = node_key(double, {"x": key_of(1), "y": key_of(2)}, 0).parts()
    after = node_key(double.with_policy(version="2"), {"x": key_of(1), "y": key_of(3)}, 1).parts()
    assert changed(before, after) == ("input y", "seed", "version")
    assert changed(before, before) == ()


def test_how_a_node_is_run_counts_only_where_its_answer_may_change() -> None:
    key = node_key(double, {}).digest
    same = (double.named("twice"), double.with_policy(retries=3, timeout=5.0, blocking=True, cost=1.0))
    other = (double.with_policy(version="2"), double.with_policy(device="cuda:0"))
    assert {node_key(twin, {}).digest for twin in same} == {key}
    assert key not in {node_key(twin, {}).digest for twin in other}


def test_a_policy_in_the_class_statement_does_not_count_as_code() -> None:
    source = "class Made(Node{}):\n    def run(self, x: int) -> int:\n        return x\n"
    plain, timed = (module(source.format(options)).Made() for options in ("", ", timeout=3.0"))
    assert parts_of(plain) == parts_of(timed)


def test_settings_count_by_name() -> None:
    assert parts_of(Read()) == parts_of(Read(times=1.0).named("reading"))
    assert changed(parts_of(Read()), parts_of(Read(times=2.0))) == ("setting times",)


def test_a_type_in_the_settings_counts_with_its_fields() -> None:
    schema = "from pydantic import BaseModel\nclass Form(BaseModel):\n    total: {}\n"
    before, after = (parts_of(Read(schema=module(schema.format(hint)).Form)) for hint in ("float", "int"))
    assert changed(before, after) == ("code garden:Form",)
    assert "code garden:Form" not in parts_of(Read())


def test_weights_count_by_their_digest(weighing: Weighing, monkeypatch: pytest.MonkeyPatch) -> None:
    before = parts_of(Modelled())
    assert before["weights tiny"] == "a" * 64
    monkeypatch.setattr(weighing, "digests", {"tiny": "b" * 64})
    assert changed(before, parts_of(Modelled())) == ("weights tiny",)


def test_a_node_whose_weights_nobody_knows_has_no_key(weighing: Weighing, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weighing, "digests", {})
    with pytest.raises(WeightsUnknown, match="tiny"):
        node_key(Modelled().declaration, {})
    monkeypatch.setattr(weights, "catalogue", EmptyCatalogue)
    with pytest.raises(WeightsUnknown):
        node_key(Modelled().declaration, {})


def test_the_numeric_profile_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    @node
    def fresh(x: int) -> int:
        return x

    before = parts_of(fresh)
    assert before["profile numpy"]
    told = {**profile.numeric_profile(), "threads": "64"}
    monkeypatch.setattr(recipe, "numeric_profile", lambda: told)
    assert changed(before, parts_of(fresh.with_policy())) == ("profile threads",)


def test_threads_are_part_of_the_profile(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", "7")
    assert "OMP_NUM_THREADS=7" in profile.numeric_profile.__wrapped__()["threads"]


def test_a_node_as_a_value_is_what_its_answers_rest_on() -> None:
    assert key_of(double) == key_of(double.named("twice"))
    assert key_of(Read()) == key_of(Read())
    assert key_of([Read()]) != key_of([Read(times=2.0)])


def test_nodes_that_are_gone_leave_nothing_behind() -> None:
    def made() -> list[weakref.ref[object]]:
        by = 3

        @node
        def scale(x: int) -> int:
            return x * by

        reader = Read(times=9.0)
        node_key(scale, {})
        node_key(reader.declaration, {})
        return [weakref.ref(scale), weakref.ref(reader)]

    gone = made()
    gc.collect()
    assert [reference() for reference in gone] == [None, None]
