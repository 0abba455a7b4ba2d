"""A run is done again from a node on: what does not depend on that node is taken, and nothing acts again unasked."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from sqlalchemy import delete, event, update

from compound import each, node, pipeline
from compound.errors import NodeNotInRun, RunNotEnded, RunUnknown, TakenChanged, WouldActAgain
from compound.graph.pipeline import Pipeline
from compound.journal import tables
from compound.journal.crashed import as_text
from compound.journal.going_on.rerunning import Rerun
from compound.journal.going_on.resuming import Consent
from compound.journal.journal import Journal
from compound.journal.process import this_process
from compound.journal.reading.runs import details, list_runs
from compound.journal.writing.recording import Recording
from tests.compound.journal.garden import calls, count, double, errand, mend, rows, send, slow, total


@node(effect="write", repeat_safe=True)
def save(x: int) -> int:
    count(f"save({x})")
    return x


@pipeline
def fork(x: int) -> list[int]:
    return [double(x), slow(x)]


@pipeline
def saved(x: int) -> int:
    return save(double(x))


@pipeline
def letters(numbers: list[int]) -> list[str]:
    return each(send, numbers)


def ran(journal: Journal, done: Pipeline[..., Any], *given: Any) -> str:
    """Id of a run."""
    done.using(memory=Recording(journal)).run(*given)
    return list_runs(journal, 1)[0].id


def repeating(*paths: str) -> Consent:
    return Consent(repeat=frozenset(paths))


def test_what_does_not_depend_on_the_node_is_taken(journal: Journal) -> None:
    run = ran(journal, fork, 3)
    again = Rerun(journal, run, fork, "slow")
    assert again.run().output == [6, 4]
    assert calls() == {"double(3)": 1, "slow(3)": 2}


def test_it_is_a_run_of_its_own_that_names_the_old_one_and_has_all_results(journal: Journal) -> None:
    run = ran(journal, fork, 3)
    again = Rerun(journal, run, fork, "slow")
    again.run()
    assert again.run_id is not None
    assert again.run_id != run
    found = details(journal, again.run_id)
    assert (found.run.origin, found.run.status) == (run, "succeeded")
    assert {node.path: node.cache for node in found.nodes} == {"double": "taken", "slow": None}


def test_a_rerun_can_be_done_again(journal: Journal) -> None:
    first = Rerun(journal, ran(journal, fork, 3), fork, "slow")
    first.run()
    assert first.run_id is not None
    assert Rerun(journal, first.run_id, fork, "double").run().output == [6, 4]
    assert calls() == {"double(3)": 2, "slow(3)": 2}


def test_without_a_node_everything_is_computed_again(journal: Journal) -> None:
    assert Rerun(journal, ran(journal, fork, 3), fork).run().output == [6, 4]
    assert calls() == {"double(3)": 2, "slow(3)": 2}


def test_all_items_of_a_body_or_one(journal: Journal) -> None:
    run = ran(journal, rows, [1, 2, 3])
    assert Rerun(journal, run, rows, "each[1]/double").run().output == 12
    assert calls() == {"double(1)": 1, "double(2)": 2, "double(3)": 1}
    assert Rerun(journal, run, rows, "each/double").run().output == 12
    assert calls() == {"double(1)": 2, "double(2)": 3, "double(3)": 2}


def test_a_run_that_failed_is_done_again_as_well(journal: Journal) -> None:
    run = ran(journal, errand, 3)
    mend()
    assert Rerun(journal, run, errand, "until_mended").run().output == "SENT 7"
    assert calls() == {"double(3)": 1, "slow(6)": 1, "send(7)": 1, "mended(sent-7)": 2}


def test_what_acted_acts_again_only_when_it_is_named(journal: Journal) -> None:
    run = ran(journal, errand, 3)
    mend()
    for node_ in ("", "slow", "send"):
        with pytest.raises(WouldActAgain) as refused:
            Rerun(journal, run, errand, node_)
        assert refused.value.paths == ("send",)
    assert calls()["send(7)"] == 1
    assert len(list_runs(journal, 9)) == 1
    assert Rerun(journal, run, errand, "slow", repeating("send")).run().output == "SENT 7"
    assert calls()["send(7)"] == 2


def test_what_may_have_acted_counts_as_if_it_had(journal: Journal) -> None:
    run = ran(journal, errand, 3)
    with journal.engine.begin() as connection:
        connection.execute(delete(tables.outcomes))
        connection.execute(delete(tables.node_runs).where(tables.node_runs.c.effect == "act"))
    mend()
    with pytest.raises(WouldActAgain):
        Rerun(journal, run, errand, "until_mended")
    assert Rerun(journal, run, errand, "until_mended", repeating("send")).run().ok
    assert calls()["send(7)"] == 2


def test_all_items_that_acted_are_named_at_once(journal: Journal) -> None:
    run = ran(journal, letters, [1, 2])
    with pytest.raises(WouldActAgain) as refused:
        Rerun(journal, run, letters, "each/send", repeating("each[0]/send"))
    assert refused.value.paths == ("each[1]/send",)
    assert Rerun(journal, run, letters, "each/send", repeating("each/send")).run().ok
    assert calls() == {"send(1)": 2, "send(2)": 2}


def test_what_was_taken_from_another_run_has_acted_too(journal: Journal) -> None:
    mend()
    first = Rerun(journal, ran(journal, errand, 3), errand, "until_mended")
    first.run()
    assert first.run_id is not None
    with pytest.raises(WouldActAgain):
        Rerun(journal, first.run_id, errand)


def test_what_is_as_good_done_twice_is_not_asked_about(journal: Journal) -> None:
    assert Rerun(journal, ran(journal, saved, 3), saved).run().output == 6
    assert calls()["save(6)"] == 2


def test_a_node_that_is_not_there_is_refused(journal: Journal) -> None:
    run = ran(journal, rows, [1, 2])
    for name in ("doubel", "each/doubel", "each[2]/double"):
        with pytest.raises(NodeNotInRun):
            Rerun(journal, run, rows, name)
    with pytest.raises(NodeNotInRun) as refused:
        Rerun(journal, run, rows, "each/doubel")
    assert "each/double" in refused.value.near


def test_a_run_that_is_not_there_or_under_way_is_refused(journal: Journal) -> None:
    run = ran(journal, fork, 3)
    with pytest.raises(RunUnknown):
        Rerun(journal, "none", fork)
    with journal.engine.begin() as connection:
        mine = {"status": "running", "process": as_text(this_process())}
        connection.execute(update(tables.runs).values(mine))
    with pytest.raises(RunNotEnded):
        Rerun(journal, run, fork)


def module(folder: Path, first: str, then: str) -> ModuleType:
    """A module whose nodes are written so, as if its file had been edited and the program begun anew."""
    file = folder / "steps.py"
    file.write_text(
        "from compound import node, pipeline\n"
        f"@node\ndef first(x: int) -> int:\n    return {first}\n"
        f"@node\ndef then(x: int) -> int:\n    return {then}\n"
        "@pipeline\ndef both(x: int) -> int:\n    return then(then(first(x)))\n"
    )
    spec = importlib.util.spec_from_file_location("steps", file)
    assert spec is not None
    assert spec.loader is not None
    made = sys.modules["steps"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def test_code_of_what_is_computed_again_may_have_changed(journal: Journal, tmp_path: Path) -> None:
    run = ran(journal, module(tmp_path, "x + 1", "x * 2").both, 3)
    edited = module(tmp_path, "x + 1", "x * 10").both
    assert Rerun(journal, run, edited, "then").run().output == 400


def test_changed_code_of_what_would_be_taken_is_named_and_refused_unless_told(journal: Journal, tmp_path: Path) -> None:
    run = ran(journal, module(tmp_path, "x + 1", "x * 2").both, 3)
    edited = module(tmp_path, "x + 5", "x * 2").both
    with pytest.raises(TakenChanged) as refused:
        Rerun(journal, run, edited, "then")
    assert refused.value.changes == ("first: code steps:first",)
    assert Rerun(journal, run, edited, "then", Consent(changes=True)).run().output == 16


def test_of_steps_that_do_the_same_each_is_known(journal: Journal, tmp_path: Path) -> None:
    run = ran(journal, module(tmp_path, "x + 1", "x * 2").both, 3)
    edited = module(tmp_path, "x + 1", "x * 10").both
    with pytest.raises(TakenChanged, match="then: "):
        Rerun(journal, run, edited, "then#2")


def test_a_graph_may_have_changed_where_nothing_is_taken(journal: Journal) -> None:
    run = ran(journal, rows, [1, 2])

    @pipeline(name="rows")
    def longer(numbers: list[int]) -> int:
        return slow(total(each(double, numbers)))

    assert Rerun(journal, run, longer, "total").run().output == 7
    assert calls()["double(1)"] == 1


def test_a_node_that_was_not_reached_can_be_where_it_begins(journal: Journal) -> None:
    run = ran(journal, errand, 3)
    rerun = Rerun(journal, run, errand, "until_mended")
    mend()
    assert rerun.start().result(20) == "SENT 7"


def test_results_are_taken_by_one_connection_that_ends_with_the_run(journal: Journal) -> None:
    run = ran(journal, rows, list(range(50)))
    again = Rerun(journal, run, rows, "total")
    opened: list[object] = []
    closed: list[object] = []
    event.listen(journal.engine, "connect", lambda connection, _: opened.append(connection))
    event.listen(journal.engine, "close", lambda connection, _: closed.append(connection))
    again.run()
    assert len(opened) == 1
    assert closed == opened
