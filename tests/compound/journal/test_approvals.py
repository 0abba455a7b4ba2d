"""What people decided is journalled, and holds for the value that they decided about."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import select

from compound import Decision, approve, each, node, pipeline
from compound.journal import tables
from compound.journal.going_on.resuming import Consent, Resumption
from compound.journal.journal import Journal
from compound.journal.reading.runs import list_runs
from compound.journal.writing.recording import Recording
from compound.keys.value import key_of
from tests.compound.journal.garden import calls, count, mend, until_mended


@node(effect="act")
def draft(text: str) -> str:
    """Gives another text each time, and says of none whether it was sent."""
    count("draft")
    return f"{text} {calls()['draft']}"


@pipeline
def letter(text: str) -> str:
    return until_mended(approve(draft(text), "Send it?"))


@pipeline
def numbers(xs: list[int]) -> list[int]:
    return each(lambda x: approve(x, "This one?"), xs)


class People:
    """Says yes to all but some, and remembers what it was asked about."""

    def __init__(self, *refused: Any) -> None:
        self.asked: list[Any] = []
        self._refused = refused

    def __call__(self, value: Any, question: str) -> Decision:
        self.asked.append(value)
        return Decision(value not in self._refused, "ann", "as agreed")


def decisions(journal: Journal) -> dict[str, dict[str, Any]]:
    with journal.engine.connect() as connection:
        rows = connection.execute(select(tables.decisions.c.path, tables.decisions.c.what)).all()
    return {row.path: json.loads(row.what) for row in rows}


def test_who_decided_what_about_which_digest_is_on_record(journal: Journal) -> None:
    run = numbers.using(memory=Recording(journal), approver=People(8)).run([7, 8])
    assert not run.ok
    said = {"by": "ann", "note": "as agreed", "question": "This one?", "expired": False}
    assert decisions(journal) == {
        "each[0]/approve": {"approved": True, "digest": key_of(7), **said},
        "each[1]/approve": {"approved": False, "digest": key_of(8), **said},
    }


def test_the_run_tells_it_in_words(journal: Journal) -> None:
    run = letter.using(memory=Recording(journal), approver=People("hello 1")).run("hello")
    assert run.decisions == {"approve": "rejected by ann: as agreed"}


def broken_off(journal: Journal, people: People) -> str:
    assert not letter.using(memory=Recording(journal), approver=people).run("hello").ok
    return list_runs(journal, 1)[0].id


def test_an_approval_holds_for_an_equal_value_when_the_run_goes_on(journal: Journal) -> None:
    people = People()
    run = broken_off(journal, people)
    mend()
    assert Resumption(journal, run, letter).run(approver=people).output == "HELLO 1"
    assert people.asked == ["hello 1"]


def test_a_changed_value_is_asked_about_again(journal: Journal) -> None:
    people = People()
    run = broken_off(journal, people)
    mend()
    resumed = Resumption(journal, run, letter, Consent(repeat=frozenset({"draft"})))
    assert resumed.run(approver=people).output == "HELLO 2"
    assert people.asked == ["hello 1", "hello 2"]


def test_a_rejection_does_not_hold(journal: Journal) -> None:
    people = People("hello 1")
    run = broken_off(journal, people)
    mend()
    assert Resumption(journal, run, letter).run(approver=People()).output == "HELLO 1"
