"""A run with a memory is in the journal when it returns."""

from __future__ import annotations

from compound import Retry, node, pipeline
from compound.journal.journal import Journal
from compound.journal.reading.runs import RunDetails, details, find_run, list_runs
from compound.journal.writing.recording import Recording
from compound.keys.value import key_of
from tests.compound.journal.garden import careful, double, rows, send


def last(journal: Journal) -> RunDetails:
    return details(journal, list_runs(journal, 1)[0].id)


def test_a_run_says_what_it_took_and_gave(journal: Journal) -> None:
    @pipeline
    def twice(x: int) -> int:
        return double(double(x))

    assert twice.using(memory=Recording(journal))(3) == 12
    found = last(journal)
    assert (found.run.pipeline, found.run.status) == ("twice", "succeeded")
    assert found.inputs == {"x": key_of(3)}
    assert found.output == key_of(12)
    first, second = found.nodes
    assert (first.path, first.status, first.attempt, first.effect) == ("double", "succeeded", 1, "pure")
    assert first.inputs == (("x", key_of(3)),)
    assert (second.inputs, second.output) == ((("x", first.output),), key_of(12))


def test_without_a_memory_nothing_is_kept(journal: Journal) -> None:
    rows([1])
    assert list_runs(journal, 1) == []


def test_items_have_paths_of_their_own(journal: Journal) -> None:
    rows.using(memory=Recording(journal))([4, 5])
    paths = [node_run.path for node_run in last(journal).nodes]
    assert sorted(paths) == ["each[0]/double", "each[1]/double", "total"]


def test_every_attempt_counts_and_errors_come_with_their_trace(journal: Journal) -> None:
    tries = []

    @node(retries=Retry(2, wait=0.0))
    def flaky(x: int) -> int:
        tries.append(x)
        if len(tries) < 3:
            raise ValueError("bad\0luck")
        return x

    @pipeline
    def lucky(x: int) -> int:
        return flaky(x)

    lucky.using(memory=Recording(journal))(1)
    found = last(journal)
    assert [(run.attempt, run.status) for run in found.nodes] == [(1, "retrying"), (2, "retrying"), (3, "succeeded")]
    assert [(error["type"], error["message"]) for error in found.errors] == [("ValueError", "bad\\0luck")] * 2
    assert "raise ValueError" in found.errors[0]["trace"]


def test_a_failed_run_says_so(journal: Journal) -> None:
    @node
    def boom(x: int) -> int:
        raise ValueError(x)

    @pipeline
    def doomed(x: int) -> int:
        return double(boom(x))

    assert not doomed.using(memory=Recording(journal)).run(1).ok
    found = last(journal)
    assert (found.run.status, found.output) == ("failed", None)
    assert [(run.path, run.status) for run in found.nodes] == [("boom", "failed")]


def test_decisions_are_kept(journal: Journal) -> None:
    careful.using(memory=Recording(journal))(1)
    assert [decision["what"] for decision in last(journal).decisions] == ["alternative"]


def test_each_item_of_a_map_is_a_run(journal: Journal) -> None:
    assert list(rows.using(memory=Recording(journal)).map([[1], [2, 3]])) == [2, 10]
    assert [run.status for run in list_runs(journal, 9)] == ["succeeded"] * 2


def test_a_value_without_a_key_leaves_a_gap_alone(journal: Journal) -> None:
    @node
    def opened(x: int) -> object:
        return object()

    @node
    def closed(thing: object) -> int:
        return 1

    @pipeline
    def odd(x: int) -> int:
        return closed(opened(x))

    assert odd.using(memory=Recording(journal))(1) == 1
    first, second = last(journal).nodes
    assert (first.output, second.inputs) == (None, (("thing", None),))


def test_an_intent_is_on_disk_before_the_call_and_an_outcome_after(journal: Journal) -> None:
    seen: list[tuple[int, int]] = []

    def counts() -> tuple[int, int]:
        with journal.engine.connect() as connection:
            one, other = (
                connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one()
                for table in ("intents", "outcomes")
            )
        return one, other

    @node(effect="write")
    def store(x: int) -> int:
        seen.append(counts())
        return x

    @pipeline
    def stored(x: int) -> int:
        return store(x)

    stored.using(memory=Recording(journal))(1)
    assert (seen, counts()) == ([(1, 0)], (1, 1))


def test_a_cancelled_run_is_one(journal: Journal) -> None:
    @node(blocking=True)
    def waiting(x: int) -> int:
        return x

    @pipeline
    def patient(x: int) -> int:
        return waiting(x)

    from compound.run.token import Token

    token = Token()
    token.cancel()
    run = patient.using(memory=Recording(journal)).execute((1,), token, None)
    assert (run.status, last(journal).run.status) == ("cancelled", "cancelled")


def test_an_id_may_be_cut_short(journal: Journal) -> None:
    @pipeline
    def sending(x: int) -> str:
        return send(x)

    sending.using(memory=Recording(journal))(1)
    run = list_runs(journal, 1)[0]
    assert find_run(journal, run.id[:14]) == run
