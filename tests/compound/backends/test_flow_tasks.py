"""Which tasks a flow run has: one for each node and item, one for many cheap nodes, and those that were not called."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select

from compound import Cache, Journal, Recording, Retry, each, node, pipeline, when
from compound.backends.prefect import remembering
from compound.backends.prefect.leases import is_held, lease
from compound.backends.prefect.remembering import FlowRecording
from compound.errors.deploy import FlowRunHeld
from compound.forecasting import timings
from compound.journal import tables
from compound.journal.reading.runs import RunDetails, details, list_runs
from compound.store.blobs import Blobs

from .test_prefect import states_of

pytestmark = [pytest.mark.prefect, pytest.mark.usefixtures("prefect_server")]


@node
def inc(x: int) -> int:
    return x + 1


@node(cache=True)
def double(x: int) -> int:
    return 2 * x


@node(blocking=True)
def slow(x: int) -> int:
    return x + 10


@node(effect="write", retries=Retry(1, wait=0.01))
def write(x: int) -> int:
    return x


@pipeline
def rows(numbers: list[int], by: int) -> list[int]:
    return each(lambda x: slow(double(inc(x))), numbers)


@pipeline
def chain(x: int) -> int:
    for _ in range(30):
        x = inc(x)
    return write(slow(inc(inc(x))))


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(f"sqlite:///{tmp_path / 'compound.db'}", Blobs(tmp_path / "blobs"))


@pytest.fixture
def memory(journal: Journal, tmp_path: Path) -> Recording:
    return Recording(journal, Cache(tmp_path / "cache.db", journal.values.blobs))


def test_every_item_has_a_task_of_its_own_for_every_node() -> None:
    _, states = states_of(rows.flow(), 6, [1, 2], 0)
    assert set(states) == {f"each[{at}]/{name}" for at in (0, 1) for name in ("inc", "double", "slow")}


def test_cheap_nodes_are_run_together_once_it_is_known_that_they_are() -> None:
    flow = chain.flow(granularity="auto")
    _, first = states_of(flow, 34, 1)
    assert len(first) == 34
    _, second = states_of(chain.flow(granularity="auto"), 3, 1)
    assert len(second) == 3
    assert {"slow", "write"} < set(second)


def test_items_of_cheap_bodies_are_one_task(monkeypatch: pytest.MonkeyPatch) -> None:
    @pipeline
    def cheap(numbers: list[int]) -> list[int]:
        return each(lambda x: inc(inc(x)), numbers)

    cheap.flow()([1, 2])
    flow = cheap.flow(granularity="auto")
    assert flow(list(range(40))) == list(range(2, 42))
    _, states = states_of(flow, 1, list(range(40)))
    assert len(states) == 1


def test_what_the_cache_knows_is_shown_as_cached(memory: Recording) -> None:
    flow = rows.flow(memory=memory)
    assert flow([1, 2], 0) == [14, 16]
    _, states = states_of(flow, 6, [1, 2], 0)
    assert Counter(states.values()) == {"Completed": 2, "Cached": 4}
    assert states["each[1]/double"] == "Cached"


def told(found: RunDetails) -> Any:
    nodes = Counter((ran.path, ran.node, ran.attempt, ran.status, ran.inputs, ran.output) for ran in found.nodes)
    decisions = Counter((told["path"], told["what"]) for told in found.decisions)
    errors = Counter((told["path"], told["attempt"], told["type"], told["message"]) for told in found.errors)
    return found.run.status, found.inputs, found.output, nodes, decisions, errors


@node
def large(x: int) -> bool:
    return x > 3


@node(retries=Retry(2, wait=0.0), fallback=inc, blocking=True)
def never(x: int) -> int:
    raise ValueError(f"no {x}")


@node
def fails(x: int) -> int:
    raise ValueError(f"no {x}")


@pipeline
def everything(numbers: list[int], x: int) -> tuple[list[int], int]:
    chosen = when(large(x), lambda: never(x), lambda: inc(x))
    return each(lambda y: write(double(y)), numbers), inc(chosen)


@pipeline
def failing(x: int) -> int:
    return inc(fails(inc(x)))


@pytest.mark.parametrize("granularity", ["node", "auto"])
@pytest.mark.parametrize(("graph", "args"), [(everything, ([1, 2], 4)), (everything, ([], 1)), (failing, (1,))])
def test_the_journal_says_the_same_of_a_flow_as_of_a_run_here(
    granularity: Any, graph: Any, args: Any, journal: Journal
) -> None:
    memory = Recording(journal)
    graph.using(memory=memory).run(*args)
    graph.flow(memory=memory, granularity=granularity)(*args, return_state=True)
    theirs, ours = (details(journal, run.id) for run in list_runs(journal, 2))
    assert told(theirs) == told(ours)


def test_what_nodes_took_is_known_to_the_next_flow() -> None:
    chain.flow()(1)
    assert timings.seconds_a_call(inc.ref) is not None


class TestLinked:
    """Runs of the journal and flow runs know each other, and a flow run that is started again goes on."""

    def test_a_run_says_which_flow_run_it_belongs_to(self, journal: Journal) -> None:
        state = chain.flow(memory=FlowRecording(journal))(1, return_state=True)
        with journal.engine.connect() as connection:
            linked = connection.execute(select(tables.runs.c.flow_run)).scalars().all()
        assert linked == [str(state.state_details.flow_run_id)]

    def test_a_flow_run_that_was_broken_off_goes_on_and_repeats_nothing(
        self, journal: Journal, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        monkeypatch.setenv(LEDGER, str(tmp_path / "ledger"))
        flow_id = "0" * 8
        monkeypatch.setattr(remembering, "flow_run", SimpleNamespace(id=flow_id))
        flow = acting.flow(memory=FlowRecording(journal))
        assert flow(1, return_state=True).is_failed()
        (tmp_path / "mended").touch()
        assert flow(1) == 2
        assert flow(1) == 2  # Prefect was not told of the end
        assert (tmp_path / "ledger").read_text().split() == ["acted"]
        assert [run.status for run in list_runs(journal, 9)] == ["succeeded"]

    def test_while_one_process_is_at_it_no_other_may_be(
        self, journal: Journal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(remembering, "flow_run", SimpleNamespace(id="1" * 8))
        flow = chain.flow(memory=FlowRecording(journal))
        with lease("1" * 8, journal.engine), pytest.raises(FlowRunHeld):
            flow(1)
        assert list_runs(journal, 9) == []
        assert flow(1) == 1 + 30 + 2 + 10

    def test_asking_whether_somebody_is_at_it_marks_nothing(
        self, journal: Journal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(remembering, "flow_run", SimpleNamespace(id="2" * 8))
        FlowRecording(journal).begin(chain, (1,))
        journal.writer.settle()
        assert not is_held("2" * 8, journal.engine)
        assert [run.status for run in list_runs(journal, 9)] == ["running"]


LEDGER = "COMPOUND_TEST_LEDGER"


@node(effect="act")
def acts(x: int) -> int:
    with Path(os.environ[LEDGER]).open("a") as ledger:
        ledger.write("acted\n")
    return x


@node
def mended(x: int) -> int:
    if not Path(os.environ[LEDGER]).with_name("mended").exists():
        raise OSError("not mended yet")
    return x + 1


@pipeline
def acting(x: int) -> int:
    return mended(acts(x))
