"""What goes to workers and comes back: references, errands, and nothing live."""

from __future__ import annotations

import json
import pickle
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import cloudpickle
import numpy as np
import pytest

pytest.importorskip("prefect")

from compound import Pipeline, node, pipeline
from compound.backends.prefect.plan import always, with_tasks
from compound.backends.prefect.remote.carrier import errand_of
from compound.backends.prefect.remote.errand import Errand, Form, Undone
from compound.backends.prefect.remote.loaded import place_of
from compound.backends.prefect.remote.needs import Needs, needs_of
from compound.backends.prefect.remote.performing import perform
from compound.backends.prefect.remote.shipping import ship
from compound.backends.prefect.remote.stock import SMALL, Stock
from compound.backends.prefect.remote.table import Table, referring
from compound.backends.prefect.remote.together import Together
from compound.backends.prefect.task import Call
from compound.cache.cache import Cache
from compound.errors.remote import NoWorkerFits, StaysHere, StoreNotShared, WorkerDied
from compound.errors.run import CannotTravel
from compound.errors.values import NotDecodable
from compound.errors.workflow import NotSerialisable
from compound.graph.step import MISSING
from compound.journal.journal import Journal
from compound.journal.writing.recording import Recording
from compound.keys.value import key_of
from compound.run.frame import Frame, Tally
from compound.run.memory import Ending
from compound.run.options import RunOptions
from compound.run.runner import NOBODY
from compound.store.blobs import Blobs
from compound.store.reference import Reference

from . import graphs, remote_graphs


@pytest.fixture
def stock(tmp_path: Path) -> Stock:
    return Stock(str(tmp_path / "blobs"))


class Sent:
    """A pipeline as a flow sends it: `errand` of a step, `frame` for what its flow holds."""

    def __init__(self, of: Pipeline[..., Any], inputs: tuple[Any, ...], stock: Stock) -> None:
        self.form, shipped = ship(of, stock)
        self.plan = referring(with_tasks(shipped.plan, always), stock)
        self.frame = Frame(self.plan, inputs, NOBODY, Tally(len(self.plan.steps)))

    def errand(self, name: str) -> Errand:
        step = next(step for step in self.plan.steps if step is not None and step.id == name)
        assert step.declaration is not None
        return errand_of(Call(self.frame, step, step.declaration, 1, RunOptions()), self.form)


class TestReferences:
    @pytest.mark.parametrize("value", [1, "text", [1, 2], None, "x" * SMALL, np.arange(10)])
    def test_a_value_is_read_as_it_was_kept(self, stock: Stock, value: Any) -> None:
        kept = stock.keep(value)
        assert kept.key == key_of(value) == key_of(stock.read(pickle.loads(pickle.dumps(kept)), type(value)))

    def test_the_reference_of_something_large_is_small(self, stock: Stock) -> None:
        assert len(pickle.dumps(stock.keep(np.zeros(1_000_000)))) < 500

    def test_what_is_small_needs_no_store(self, stock: Stock) -> None:
        kept = stock.keep({"a": 1})
        assert (list(stock.blobs), kept.record) == ([], None)

    def test_a_value_is_not_read_as_another_type(self, stock: Stock) -> None:
        with pytest.raises(NotDecodable):
            stock.read(stock.keep("text"), np.ndarray)

    def test_copied_into_another_store_it_can_be_read_there(self, stock: Stock, tmp_path: Path) -> None:
        elsewhere = Stock(str(tmp_path / "elsewhere"))
        kept = stock.keep(np.arange(1_000))
        moved = Reference(kept.key, kept.copied(elsewhere.blobs), None, elsewhere.place)
        assert elsewhere.read(moved, np.ndarray).tolist() == list(range(1_000))


class TestTables:
    def test_a_reference_is_read_once_and_only_when_it_is_looked_at(self, stock: Stock) -> None:
        kept = stock.keep(np.arange(3))
        table = Table([MISSING, kept], {1: np.ndarray}, stock)
        assert [type(value) for value in table] == [type(MISSING), Reference]
        assert table.reference(1) is kept
        assert table[1] is table[1]
        assert table.reference(1) is kept

    def test_a_value_that_is_handed_on_keeps_its_reference(self, stock: Stock) -> None:
        table = Table([stock.keep(np.arange(3)), MISSING], {0: np.ndarray}, stock)
        table[1] = table[0]
        assert table.reference(1) is table.reference(0)

    def test_frames_of_a_plan_and_its_bodies_hold_tables(self, stock: Stock) -> None:
        sent = Sent(graphs.over_items, ([1], 2), stock)
        [step] = [step for step in sent.plan.steps if step is not None]
        assert isinstance(sent.frame.values, Table)
        assert isinstance(Frame(step.shape.body, (1, 2), NOBODY, Tally(9)).values, Table)  # type: ignore[union-attr]


class TestShipping:
    @pytest.mark.parametrize(
        "sent",
        [
            graphs.chain,
            graphs.over_items,
            graphs.either,
            graphs.one_of,
            graphs.rescued,
            graphs.until_big,
            graphs.nested,
        ],
    )
    def test_the_shipped_pipeline_has_the_same_nodes(self, sent: Pipeline[..., Any], stock: Stock) -> None:
        _, shipped = ship(sent, stock)
        assert shipped.plan.nodes == sent.plan.nodes

    def test_workers_may_import_the_modules_that_the_form_names_and_the_flow_has(self, stock: Stock) -> None:
        form, _ = ship(remote_graphs.large_in_and_out, stock)
        assert {remote_graphs.__name__, "numpy"} <= set(form.modules)

    def test_a_pipeline_that_cannot_be_written_down_is_refused_by_the_step(self, stock: Stock) -> None:
        @node
        def local(x: int) -> int:
            return x

        @pipeline
        def of_local(x: int) -> int:
            return local(x)

        with pytest.raises(NotSerialisable, match="local"):
            ship(of_local, stock)


class TestErrands:
    def test_an_errand_holds_no_value_of_size_and_no_node(self, stock: Stock) -> None:
        sent = Sent(remote_graphs.large_in_and_out, (np.zeros(1_000_000),), stock)
        assert len(cloudpickle.dumps(sent.errand("scaled"))) < 1_500

    def test_an_errand_is_run_where_only_the_store_is_known(self, stock: Stock) -> None:
        sent = Sent(remote_graphs.large_in_and_out, (np.arange(3.0),), stock)
        done = perform(pickle.loads(pickle.dumps(sent.errand("scaled"))))
        assert stock.read(done.value, np.ndarray).tolist() == [0.0, 1.0, 2.0]

    def test_constants_of_a_node_come_from_the_form(self, stock: Stock) -> None:
        errand = Sent(with_a_constant, (1,), stock).errand("add")
        assert [source is None for source in errand.sources] == [False, True]
        assert stock.read(perform(errand).value, int) == 43

    def test_a_step_in_a_body_is_found_by_the_steps_around_it(self, stock: Stock) -> None:
        form, _ = ship(graphs.over_items, stock)
        assert place_of(form, ("each", "inc"), 0).node is graphs.inc.declaration

    def test_a_fallback_is_found_by_how_far_away_it_is(self, stock: Stock) -> None:
        form, _ = ship(graphs.replaced, stock)
        assert [place_of(form, ("boom_or_inc",), away).node.name for away in (0, 1)] == ["boom_or_inc", "inc"]

    def test_an_input_without_a_form_is_blamed_on_the_port_that_takes_it(self, stock: Stock) -> None:
        with pytest.raises(StaysHere, match=r"seen.*`x`"):
            Sent(remote_graphs.given_anything, (threading.Lock(),), stock).errand("seen")

    def test_a_result_without_a_form_is_blamed_on_the_node(self, stock: Stock) -> None:
        assert isinstance(failure(Sent(remote_graphs.locked, (1,), stock).errand("a_lock")), StaysHere)

    def test_an_error_that_cannot_travel_is_told_in_words(self, stock: Stock) -> None:
        error = failure(Sent(remote_graphs.fails, (1,), stock).errand("fails_alone"))
        assert isinstance(error, CannotTravel)
        assert "Unpicklable: it broke" in str(error)

    def test_attempts_are_counted_and_kept_until_the_last(self, stock: Stock, tmp_path: Path) -> None:
        errand = Sent(remote_graphs.tried, (tmp_path, 7), stock).errand("works_at_last")
        for _ in range(2):
            with pytest.raises(Undone) as undone:
                perform(errand)
            assert undone.value.again
        assert [str(pickle.loads(attempt.error)) for attempt in perform(errand).failed] == ["try 1", "try 2"]

    def test_an_errand_that_acts_is_not_begun_twice(self, stock: Stock, tmp_path: Path) -> None:
        errand = Sent(remote_graphs.killed_once, (tmp_path, 7), stock).errand("note")
        perform(errand)
        assert isinstance(failure(errand), WorkerDied)
        assert (tmp_path / "notes").read_text() == "7\n"

    def test_a_worker_without_the_store_says_so(self, stock: Stock, tmp_path: Path) -> None:
        errand = Sent(graphs.chain, (1,), stock).errand("inc")
        lost = Form(errand.form.digest, str(tmp_path / "nowhere"), errand.form.modules)
        error = failure(Errand(errand.id, lost, errand.path, errand.label, 0, errand.sources))
        assert isinstance(error, StoreNotShared)


class TestBatches:
    def test_calls_that_come_while_one_is_under_way_share_a_batch(self, stock: Stock) -> None:
        form, _ = ship(batching, stock)
        together = Together(place_of(form, ("batched",), 0).alone)
        with ThreadPoolExecutor(5) as threads:
            sizes = [size for size, _ in threads.map(together.run, [(n,) for n in range(5)])]
        assert sorted(sizes) == [1, 4, 4, 4, 4]

    def test_a_failure_reaches_only_those_whose_call_it_was(self, stock: Stock) -> None:
        form, _ = ship(graphs.either, stock)
        together = Together(place_of(form, ("boom",), 0).alone)
        with pytest.raises(ValueError, match="boom"):
            together.run((1,))


class TestJournal:
    def test_a_reference_is_journalled_and_cached_without_its_value(self, stock: Stock, tmp_path: Path) -> None:
        journal = Journal(f"sqlite:///{tmp_path / 'journal.db'}", Blobs(tmp_path / "journalled"))
        cache = Cache(tmp_path / "cache.db", Blobs(tmp_path / "cached"))
        given = np.arange(1_000.0)
        sent = Sent(keeping, (given,), stock)
        [step] = [step for step in sent.plan.steps if step is not None]
        memory = Recording(journal, cache).begin(keeping, (given,))
        assert memory.recall(sent.frame, step) is None
        memory.calling(sent.frame, step, step.declaration, 1)  # type: ignore[arg-type]
        sent.frame.values[step.out] = value = perform(sent.errand("kept")).value
        memory.succeeded(sent.frame, step, value, 0.1)
        assert type(list.__getitem__(sent.frame.values, step.out)) is Reference
        memory.ended(sent.frame, Ending("succeeded", 0.2, ()))
        journal.close()
        again = keeping.using(memory=Recording(journal, cache)).run(given)
        assert (again.timings["kept"].recalled, again.output.tolist()) == (1, (given + 1).tolist())


class TestNeeds:
    @pytest.mark.parametrize(
        ("node", "needs"),
        [
            (graphs.inc, Needs(False, None)),
            (graphs.Scale(factor=1), Needs(False, None)),
            (remote_graphs.on_accelerator, Needs(True, 1_000)),
        ],
    )
    def test_are_an_accelerator_and_memory(self, node: Any, needs: Needs) -> None:
        assert needs_of(node.declaration.policy) == needs

    def test_dask_is_asked_for_what_its_workers_declare(self) -> None:
        on_dask = pytest.importorskip("compound.backends.prefect.remote.on_dask")
        wanted = on_dask.wanted_of
        assert wanted("a", Needs(False, 5), [{}, {}]) == {}
        assert wanted("a", Needs(False, 5), [{"MEMORY": 9}, {}]) == {"MEMORY": 5}
        assert wanted("a", Needs(True, 5), [{"GPU": 1}]) == {"GPU": 1}
        assert wanted("a", Needs(True, 5), []) == {"GPU": 1, "MEMORY": 5}

    def test_dask_is_not_asked_for_what_would_never_come(self) -> None:
        on_dask = pytest.importorskip("compound.backends.prefect.remote.on_dask")
        with pytest.raises(NoWorkerFits, match=r'--resources "GPU=1"'):
            on_dask.wanted_of("a", Needs(True, None), [{}])
        with pytest.raises(NoWorkerFits, match="MEMORY=10"):
            on_dask.wanted_of("a", Needs(False, 10), [{"MEMORY": 9}])
        with pytest.raises(NoWorkerFits):
            on_dask.wanted_of("a", Needs(True, 5), [{"MEMORY": 9}, {"GPU": 1, "MEMORY": 4}])

    def test_ray_is_asked_for_what_one_of_its_nodes_has(self) -> None:
        on_ray = pytest.importorskip("compound.backends.prefect.remote.on_ray")
        nodes = [{"Alive": True, "Resources": {"memory": 9.0}}, {"Alive": False, "Resources": {"GPU": 1.0}}]
        assert on_ray.options_of("a", Needs(False, 5), nodes) == {"memory": 5}
        with pytest.raises(NoWorkerFits, match="GPU=1"):
            on_ray.options_of("a", Needs(True, None), nodes)


def failure(errand: Errand) -> Any:
    """What an errand fails with, as the flow gets to know it."""
    with pytest.raises(Undone) as undone:
        perform(errand)
    told = pickle.loads(pickle.dumps(undone.value))
    return pickle.loads(told.failed[-1].error)


@node(cache=True)
def kept(array: np.ndarray) -> np.ndarray:
    return array + 1


@pipeline
def keeping(array: np.ndarray) -> np.ndarray:
    return kept(array)


@pipeline
def with_a_constant(x: int) -> int:
    return graphs.add(x, 42)


@pipeline
def batching(x: int) -> int:
    return remote_graphs.Batched(seconds=0.2)(x)


def test_the_form_in_the_store_is_plain_json(stock: Stock) -> None:
    form, _ = ship(graphs.chain, stock)
    assert json.loads(stock.blobs.get(form.digest))["name"] == "chain"
