"""How long a model stays that a node asked for: until the call that asked has ended, however the node is called."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Generator, Iterator
from typing import Any

import pytest

import compound.models.pool as pooling
from compound import Node, node, pipeline
from compound.errors.models import ModelTooLarge
from compound.errors.run import PipelineFailed, RunCancelled
from compound.models.pool import ModelPool
from compound.run.context import current_node
from compound.run.lanes.turns import PATIENCE

from .pooling import wait_until, waiting


@pytest.fixture
def models(monkeypatch: pytest.MonkeyPatch) -> ModelPool:
    """A pool with room for 10 bytes instead of that of the process."""
    made = ModelPool(10)
    monkeypatch.setattr(pooling, "pool", lambda: made)
    return made


def users(models: ModelPool) -> dict[str, int]:
    return {model.name: model.users for model in models.loaded()}


class Plain(Node, memory=4):
    def load(self) -> str:
        return "model"

    def run(self, text: str) -> str:
        return f"{self.loaded}, {users(pooling.pool())[type(self).__name__]} user"


class OnDevice(Plain, device="cpu"):
    """On a device."""


class Batched(Plain, batch=4):
    def run_batch(self, text: list[str]) -> list[str]:
        return [self.run(one) for one in text]


class Streamed(Node, memory=4):
    def load(self) -> str:
        return "model"

    def run(self, text: str) -> Generator[str, None, str]:
        model = self.loaded
        yield "part"
        return f"{model}, {users(pooling.pool())['Streamed']} user"


class Awaited(Node, memory=4):
    def load(self) -> str:
        return "model"

    async def run(self, text: str) -> str:
        model = self.loaded
        await asyncio.sleep(0.001)
        return f"{model}, {users(pooling.pool())['Awaited']} user"


class AwaitedParts(Node, memory=4):
    def load(self) -> str:
        return "model"

    async def run(self, text: str) -> AsyncIterator[str]:
        model = self.loaded
        yield "part"
        yield f"{model}, {users(pooling.pool())['AwaitedParts']} user"


NODES = [Plain, OnDevice, Batched, Streamed, Awaited, AwaitedParts]


@pytest.mark.parametrize("kind", NODES)
def test_a_model_stays_until_the_call_in_a_run_has_ended(kind: type[Any], models: ModelPool) -> None:
    made = kind()

    @pipeline
    def asks(text: str) -> Any:
        return made(text)

    answer = asks("?")
    assert (answer[-1] if isinstance(answer, list) else answer) == "model, 1 user"
    assert users(models) == {kind.__name__: 0}


@pytest.mark.parametrize("kind", NODES)
def test_a_model_stays_until_a_direct_call_has_ended(kind: type[Any], models: ModelPool) -> None:
    answer = kind()("?")
    if asyncio.iscoroutine(answer):
        answer = asyncio.run(answer)
    assert (answer[-1] if isinstance(answer, list) else answer) == "model, 1 user"
    assert users(models) == {kind.__name__: 0}


def test_a_node_called_in_another_gives_its_model_back_when_it_has_ended(models: ModelPool) -> None:
    @node(blocking=True)
    def outer(text: str) -> int:
        Plain()(text)
        return users(pooling.pool())["Plain"]

    @pipeline
    def asks(text: str) -> int:
        return outer(text)

    assert asks("?") == 0


def test_a_model_is_given_back_when_the_call_fails(models: ModelPool) -> None:
    class Fails(Plain):
        def run(self, text: str) -> str:
            raise ValueError(self.loaded)

    with pytest.raises(ValueError, match="model"):
        Fails()("?")
    assert users(models) == {"Fails": 0}


def test_what_plain_code_asks_for_is_not_counted(models: ModelPool) -> None:
    assert Plain().loaded == "model"
    assert users(models) == {"Plain": 0}


def test_nodes_with_equal_settings_share_what_is_loaded(models: ModelPool) -> None:
    class Sized(Node, memory=4):
        size: int = 1

        def load(self) -> object:
            return object()

        def run(self, text: str) -> str:
            return text

    assert Sized().loaded is Sized(size=1).loaded
    assert Sized(size=2).loaded is not Sized().loaded


def test_a_model_that_never_fits_fails_its_node_alone(models: ModelPool) -> None:
    class Huge(Plain, memory=11):
        """Larger than the budget."""

    huge, plain = Huge(), Plain()

    @pipeline
    def both(text: str) -> tuple[str, str]:
        return huge(text), plain(text)

    run = both.run("?")
    assert isinstance(run.failures["huge"].error, ModelTooLarge)
    assert run.outputs["plain"] == "model, 1 user"
    with pytest.raises(PipelineFailed, match="Huge takes 0 MB, and models may take 0 MB"):
        both("?")


def test_a_run_that_waits_for_room_can_be_cancelled(models: ModelPool) -> None:
    class Large(Plain, memory=8):
        """Does not fit beside another."""

    large, holds = Large(), threading.Event()

    @pipeline
    def asks(text: str) -> str:
        return large(text)

    class Holds(Plain):
        def run(self, text: str) -> str:
            self.loaded  # noqa: B018
            holds.wait(10)
            return text

    holding = threading.Thread(target=lambda: Holds()("?"))
    holding.start()
    wait_until(lambda: users(models) == {"Holds": 1})
    handle = asks.start("?")
    wait_until(lambda: waiting(models) == 1)
    handle.cancel()
    with pytest.raises(RunCancelled):
        handle.result(10)
    wait_until(lambda: not waiting(models))
    holds.set()
    holding.join(10)


def test_models_of_a_pipeline_in_a_node_have_room_beside_that_of_the_node(models: ModelPool) -> None:
    inner_node = OnDevice()

    @pipeline
    def inner(text: str) -> str:
        return inner_node(text)

    class Outer(Plain):
        def run(self, text: str) -> str:
            assert self.loaded == "model"
            return inner(text) + f" in {users(pooling.pool())['Outer']}"

    outer = Outer()

    @pipeline
    def asks(text: str) -> str:
        return outer(text)

    assert asks("?") == "model, 1 user in 1"
    assert set(users(models).values()) == {0}


def test_the_footprint_is_the_declared_memory_or_what_the_cards_say(monkeypatch: pytest.MonkeyPatch) -> None:
    class Known:
        def model_size(self, name: str) -> int | None:
            return {"a": 3, "b": 4}.get(name)

    class Carded(Node):
        models = ("a", "b")

        def run(self, text: str) -> str:
            return text

    class Unknown(Carded):
        models = ("a", "c")

    monkeypatch.setattr("compound.catalogue.catalogue", Known)
    assert Carded().footprint() == 7
    assert Unknown().footprint() is None
    assert Plain().footprint() == 4


class Turn(Node, device="cpu", memory=6):
    """Says which model is used when."""

    name: str
    events: Any
    ready: Any = None

    def load(self) -> str:
        if self.ready is not None:
            assert self.ready.wait(10)
        self.events.append(f"load {self.name}")
        return self.name

    def run(self, number: int) -> int:
        self.events.append(self.loaded)
        return number


class Events(list[str]):
    """What happened. Equal settings mean an equal key, so that it is written without what is in it."""

    __repr__ = object.__repr__


@pytest.fixture
def hold() -> Iterator[Any]:
    """A node that holds the device until all others wait for it."""
    begun = threading.Event()

    @node(device="cpu")
    def hold(number: int) -> int:
        assert begun.wait(10)
        return number

    threading.Timer(0.1, begun.set).start()
    yield hold
    begun.set()


def test_on_a_device_calls_whose_model_is_there_go_first_when_room_is_short(models: ModelPool, hold: Any) -> None:
    events = Events()
    one, other = Turn(name="a", events=events), Turn(name="b", events=events)

    @pipeline
    def mixed(number: int) -> list[int]:
        return [hold(number), *(turn(number) for _ in range(6) for turn in (one, other))]

    assert mixed(7) == [7] * 13
    assert events == ["load a", *"aaaaaa", "load b", *"bbbbbb"]


def test_on_a_device_none_is_passed_for_ever(models: ModelPool, hold: Any) -> None:
    events = Events()
    one, other = Turn(name="a", events=events), Turn(name="b", events=events)

    @pipeline
    def mixed(number: int) -> list[int]:
        return [hold(number), one(number), other(number), *(one(number) for _ in range(PATIENCE + 5))]

    mixed(7)
    assert events == ["load a", "a", *"a" * PATIENCE, "load b", "b", "load a", *"aaaaa"]


def test_on_a_device_a_model_that_fits_is_loaded_beside_the_calls_of_others(models: ModelPool, hold: Any) -> None:
    models.budget = 12
    events, ready = Events(), threading.Event()
    slow, quick = Turn(name="slow", events=events, ready=ready), Turn(name="quick", events=events)
    assert quick.loaded == "quick"

    @node(blocking=True)
    def after(number: int) -> int:
        ready.set()
        return number

    @pipeline
    def mixed(number: int) -> list[int]:
        return [hold(number), slow(number), quick(number), after(quick(number))]

    assert mixed(7) == [7] * 4
    assert events == ["load quick", "quick", "quick", "load slow", "slow"]


def test_a_device_goes_on_when_what_a_node_needs_cannot_be_told(models: ModelPool, hold: Any) -> None:
    class Broken(OnDevice):
        def footprint(self) -> int:
            raise ValueError("who knows")

        def __repr__(self) -> str:
            raise ValueError("who am I")

    broken, plain = Broken(), OnDevice()

    @pipeline
    def mixed(text: str) -> tuple[int, str, str, str]:
        return hold(7), broken(text), plain(text), plain(text)

    run = mixed.run("?")
    assert list(run.failures) == ["broken"]
    assert run.outputs["on_device#2"] == "model, 1 user"


def test_contexts_of_calls_know_who_waits_for_them() -> None:
    seen: list[str] = []

    @node(blocking=True)
    def inner_node(text: str) -> str:
        context = current_node().around
        while context is not None:
            seen.append(context.node)
            context = context.around
        return text

    @pipeline
    def inner(text: str) -> str:
        return inner_node(text)

    @node(blocking=True)
    def outer_node(text: str) -> str:
        return inner(text)

    @pipeline
    def outer(text: str) -> str:
        return outer_node(text)

    assert outer("?") == "?"
    assert "outer_node" in seen
