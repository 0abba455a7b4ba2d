"""A run as a W3C PROV document, which the library reads back."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from prov.model import (
    ProvActivity,
    ProvAgent,
    ProvAssociation,
    ProvDerivation,
    ProvDocument,
    ProvEntity,
    ProvGeneration,
    ProvMembership,
    ProvUsage,
)

from compound.errors import MissingExtra, RunUnknown
from compound.journal.journal import Journal
from compound.journal.writing.recording import Recording
from compound.keys.value import key_of
from compound.provenance.artifacts import wrote
from compound.provenance.prov_document import prov_document
from tests.compound.provenance.orchard import doomed, either, guess, last, rows, straight


def read_back(journal: Journal) -> ProvDocument:
    """What others read of the last run."""
    text = prov_document(journal, last(journal).run.id).serialize(format="json")
    document = ProvDocument.deserialize(content=text, format="json")
    assert isinstance(document, ProvDocument)
    assert document == prov_document(journal, last(journal).run.id)
    return document


def records(document: ProvDocument, kind: type) -> list[Any]:
    return list(document.get_records(kind))


def labels(found: Iterable[Any]) -> set[str]:
    return {record.label for record in found}


def ends(document: ProvDocument, kind: type) -> set[tuple[str, str]]:
    """What each relation leads from and to, by labels."""
    named = {record.identifier: record.label for record in document.get_records() if record.identifier}
    pairs = ([value for _, value in record.formal_attributes[:2]] for record in records(document, kind))
    return {(named[one], named[other]) for one, other in pairs}


def test_values_are_entities_and_calls_are_activities(journal: Journal) -> None:
    straight.using(memory=Recording(journal))(1)
    document = read_back(journal)
    assert labels(records(document, ProvActivity)) == {"straight", "add", "double", "inc"}
    assert labels(records(document, ProvEntity)) >= {"x", "add", "double", "inc"}
    assert ends(document, ProvUsage) == {("add", "double"), ("add", "inc"), ("double", "x"), ("inc", "x")}
    assert ends(document, ProvGeneration) == {("add", "add"), ("double", "double"), ("inc", "inc")}
    assert ends(document, ProvDerivation) == {("add", "double"), ("add", "inc"), ("double", "x"), ("inc", "x")}


def test_values_have_their_keys_and_calls_their_times(journal: Journal) -> None:
    straight.using(memory=Recording(journal))(1)
    document = read_back(journal)
    by_label = {record.label: record for record in records(document, ProvEntity)}
    assert by_label["add"].get_attribute("compound:key") == {key_of(4)}
    assert {str(kind) for kind in by_label["add"].get_asserted_types()} == {"compound:Output"}
    for call in records(document, ProvActivity):
        assert isinstance(call.get_startTime(), datetime)
        assert call.get_startTime() <= call.get_endTime()


def test_each_value_was_generated_once_however_many_are_equal(journal: Journal) -> None:
    straight.using(memory=Recording(journal))(1)  # both double and inc give 2
    generated = [record.formal_attributes[0][1] for record in records(read_back(journal), ProvGeneration)]
    assert len(generated) == len(set(generated))


def test_a_list_is_a_collection_of_its_items(journal: Journal) -> None:
    rows.using(memory=Recording(journal))([1, 2], 3)
    document = read_back(journal)
    assert ends(document, ProvMembership) == {("each", "each[0]/add"), ("each", "each[1]/add")}
    assert ("each", "numbers") in ends(document, ProvDerivation)


def test_a_branch_says_what_was_decided(journal: Journal) -> None:
    either.using(memory=Recording(journal))(1)
    document = read_back(journal)
    assert ends(document, ProvDerivation) >= {("when", "positive"), ("when", "double")}
    (branch,) = (record for record in records(document, ProvEntity) if record.label == "when")
    assert branch.get_attribute("compound:decision") == {"true"}


def test_models_are_agents(journal: Journal) -> None:
    guess.using(memory=Recording(journal))(1)
    document = read_back(journal)
    assert "org/tiny model" in labels(records(document, ProvAgent))
    associated = [record.formal_attributes for record in records(document, ProvAssociation)]
    assert "model:org%2Ftiny%20model" in {str(dict(pairs)[name]) for pairs in associated for name, _ in pairs[1:2]}


def test_files_that_tell_of_the_run_were_generated_by_it(journal: Journal, tmp_path: Path) -> None:
    straight.using(memory=Recording(journal))(1)
    file = tmp_path / "report.html"
    file.write_text("what came out", encoding="utf-8")
    wrote(journal, [last(journal).run.id], file)
    document = read_back(journal)
    assert (str(file), "straight") in ends(document, ProvGeneration)
    assert (str(file), "add") in ends(document, ProvDerivation)


def test_what_did_not_finish_is_not_in_it(journal: Journal) -> None:
    doomed.using(memory=Recording(journal)).run(1)
    assert labels(records(read_back(journal), ProvActivity)) == {"doomed", "double"}


def test_an_unknown_run_is_refused(journal: Journal) -> None:
    with pytest.raises(RunUnknown):
        prov_document(journal, "ffff")


def test_without_the_library_the_error_says_how_to_get_it(journal: Journal, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "prov.model", None)
    with pytest.raises(MissingExtra, match=r"compound-engine\[provenance\]"):
        prov_document(journal, "ffff")
