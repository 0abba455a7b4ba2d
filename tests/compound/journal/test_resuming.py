"""A run that was broken off goes on: what it had committed is taken, and nothing acts twice."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from sqlalchemy import delete, update

from compound import node, pipeline
from compound.errors import (
    ActDiffers,
    ActResultLost,
    ActUncertain,
    RunChanged,
    RunFormMissing,
    RunInputLost,
    RunNotResumable,
    RunUnknown,
)
from compound.graph.pipeline import Pipeline
from compound.journal import tables
from compound.journal.going_on.resuming import Consent, Resumption, pipeline_of
from compound.journal.journal import Journal
from compound.journal.reading.runs import find_run, list_runs
from compound.journal.writing.recording import Recording
from tests.compound.journal.garden import calls, errand, mend, until_mended


def broken_off(journal: Journal, broken: Pipeline[..., Any] = errand, *given: Any) -> str:
    """Id of a run that failed."""
    assert not broken.using(memory=Recording(journal)).run(*(given or (3,))).ok
    return list_runs(journal, 1)[0].id


def test_what_was_committed_is_not_called_again(journal: Journal) -> None:
    run = broken_off(journal)
    mend()
    done = Resumption(journal, run, errand).run()
    assert done.output == "SENT 7"
    assert calls() == {"double(3)": 1, "slow(6)": 1, "send(7)": 1, "mended(sent-7)": 2}
    assert find_run(journal, run).status == "succeeded"


def test_it_can_be_broken_off_again(journal: Journal) -> None:
    run = broken_off(journal)
    assert not Resumption(journal, run, errand).run().ok
    mend()
    assert Resumption(journal, run, errand).run().output == "SENT 7"
    assert calls()["send(7)"] == 1


def test_the_pipeline_is_found_by_its_serialised_form(journal: Journal) -> None:
    run = broken_off(journal)
    mend()
    found = pipeline_of(journal, run, ())
    assert Resumption(journal, run, found).run().output == "SENT 7"


def test_a_pipeline_without_a_form_has_to_be_named(journal: Journal) -> None:
    @node
    def local(x: int) -> str:
        raise ValueError(x)

    @pipeline
    def hidden(x: int) -> str:
        return local(x)

    run = broken_off(journal, hidden)
    with pytest.raises(RunFormMissing):
        pipeline_of(journal, run, ())


def test_a_run_that_succeeded_or_is_not_there_is_refused(journal: Journal) -> None:
    mend()
    errand.using(memory=Recording(journal))(3)
    with pytest.raises(RunNotResumable, match="succeeded"):
        Resumption(journal, list_runs(journal, 1)[0].id, errand)
    with pytest.raises(RunUnknown):
        Resumption(journal, "none", errand)


def test_only_one_process_goes_on(journal: Journal) -> None:
    run = broken_off(journal)
    one, other = Resumption(journal, run, errand), Resumption(journal, run, errand)
    mend()
    assert one.run().ok
    with pytest.raises(RunNotResumable):
        other.run()


def forget_outcomes(journal: Journal) -> None:
    """As if the process had been killed while it acted."""
    with journal.engine.begin() as connection:
        connection.execute(delete(tables.outcomes))
        connection.execute(delete(tables.node_runs).where(tables.node_runs.c.effect == "act"))


def test_what_may_have_acted_is_not_repeated_by_itself(journal: Journal) -> None:
    run = broken_off(journal)
    forget_outcomes(journal)
    mend()
    with pytest.raises(ActUncertain) as refused:
        Resumption(journal, run, errand)
    assert refused.value.paths == ("send",)
    assert calls()["send(7)"] == 1


def test_what_may_have_acted_is_repeated_when_told(journal: Journal) -> None:
    run = broken_off(journal)
    forget_outcomes(journal)
    mend()
    assert Resumption(journal, run, errand, Consent(repeat=frozenset({"send"}))).run().ok
    assert calls()["send(7)"] == 2


def test_an_act_whose_result_is_gone_is_not_repeated(journal: Journal) -> None:
    run = broken_off(journal)
    with journal.engine.begin() as connection:
        connection.execute(delete(tables.values).where(tables.values.c.inline == b'"sent 7"'))
    with pytest.raises(ActResultLost):
        Resumption(journal, run, errand).run()
    assert calls()["send(7)"] == 1
    assert find_run(journal, run).status == "cancelled"


def test_an_act_on_other_inputs_is_not_repeated(journal: Journal) -> None:
    run = broken_off(journal)
    rows = tables.node_runs
    with journal.engine.begin() as connection:
        connection.execute(update(rows).where(rows.c.path == "send").values(inputs="[]"))
    with pytest.raises(ActDiffers):
        Resumption(journal, run, errand).run()


def test_a_torn_result_of_a_pure_node_is_computed_again(journal: Journal) -> None:
    run = broken_off(journal)
    with journal.engine.begin() as connection:
        connection.execute(update(tables.values).where(tables.values.c.inline == b"6").values(inline=b"8"))
    mend()
    assert Resumption(journal, run, errand).run().output == "SENT 7"
    assert calls()["double(3)"] == 2


def test_an_input_that_was_not_kept_is_named(journal: Journal) -> None:
    @node
    def use(thing: object) -> str:
        raise ValueError("no")

    @pipeline
    def odd(thing: object) -> str:
        return use(thing)

    run = broken_off(journal, odd, object())
    with pytest.raises(RunInputLost, match="thing"):
        Resumption(journal, run, odd)


def module(folder: Path, body: str) -> ModuleType:
    """A module of this name and body, as if its file had been edited and the program begun anew."""
    file = folder / "errands.py"
    file.write_text(
        "from compound import node, pipeline\n"
        "from tests.compound.journal.garden import until_mended\n"
        f"@node\ndef say(x: int) -> str:\n    {body}\n"
        "@pipeline\ndef errand(x: int) -> str:\n    return until_mended(say(x))\n"
    )
    spec = importlib.util.spec_from_file_location("errands", file)
    assert spec is not None
    assert spec.loader is not None
    made = sys.modules["errands"] = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def test_changed_code_is_named_and_refused_unless_told(journal: Journal, tmp_path: Path) -> None:
    run = broken_off(journal, module(tmp_path, "return str(x)").errand)
    mend()
    edited = module(tmp_path, "return 'no ' + str(x)").errand
    with pytest.raises(RunChanged) as refused:
        Resumption(journal, run, edited)
    assert any("say" in change and "code" in change for change in refused.value.changes)
    assert Resumption(journal, run, edited, Consent(changes=True)).run().output == "3"


def test_another_graph_is_refused(journal: Journal) -> None:
    run = broken_off(journal)

    @pipeline(name="errand")
    def other(x: str) -> str:
        return until_mended(x)

    with pytest.raises(RunChanged, match="the graph"):
        Resumption(journal, run, other)


@node(effect="act")
def misnamed(x: int) -> str:
    """Acts, and then gives what it did not declare."""
    return x  # type: ignore[return-value]


@node(effect="act")
def refused(x: int) -> str:
    raise ConnectionError("refused")


@pipeline
def ringing(x: int) -> str:
    return misnamed(x)


@pipeline
def calling(x: int) -> str:
    return refused(x)


def test_an_act_whose_result_was_refused_may_have_been_done(journal: Journal) -> None:
    run = broken_off(journal, ringing)
    with pytest.raises(ActUncertain):
        Resumption(journal, run, ringing)


def test_an_act_that_said_it_failed_is_tried_again(journal: Journal) -> None:
    run = broken_off(journal, calling)
    assert not Resumption(journal, run, calling).run().ok


def test_it_goes_on_in_the_background_as_well(journal: Journal) -> None:
    run = broken_off(journal)
    mend()
    assert Resumption(journal, run, errand).start().result(20) == "SENT 7"
