"""Models are told with the digests that their weights had."""

from __future__ import annotations

import json

from compound.journal import tables
from compound.journal.journal import Journal
from compound.journal.writing.recording import Recording
from compound.provenance.weights import weights_of
from tests.compound.provenance.orchard import last, straight


def test_weights_are_those_of_the_recipes_of_the_run(journal: Journal) -> None:
    straight.using(memory=Recording(journal))(1)
    run = last(journal).run.id
    assert weights_of(journal, run) == {}
    with journal.engine.begin() as connection:
        parts = json.dumps({"node": "m:n", "weights org/tiny": "ab" * 32})
        connection.execute(tables.recipes.insert(), {"digest": "cd" * 32, "parts": parts})
        connection.execute(tables.run_recipes.insert(), {"run": run, "node": "elsewhere", "recipe": "cd" * 32})
    assert weights_of(journal, run) == {"org/tiny": "ab" * 32}
