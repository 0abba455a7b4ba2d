"""Which outputs are kept, and when they are found again."""

from __future__ import annotations

import datetime
import sys
from decimal import Decimal
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest
from pydantic import BaseModel, Field

from compound import Pipeline, approve, each, node, pipeline
from compound.values import Image
from compound_pipelines.cli.resuming import identity
from compound_pipelines.cli.resuming.answers import Answer, Answers, answers_of
from compound_pipelines.cli.resuming.entries import Entries


class Sheet(BaseModel):
    """Types that JSON lacks, and a name that is another one outside."""

    size: int = Field(alias="Size")
    day: datetime.date
    price: Decimal
    names: tuple[str, ...]


@node(effect="read")
def measure(file: Path | str) -> Sheet:
    size = Path(file).stat().st_size
    return Sheet(Size=size, day=datetime.date(2024, 5, 7), price=Decimal("1.10"), names=("a",))


@pipeline
def measured(file: Path | str) -> Sheet:
    return measure(file)


@node
def first_letter(file: Path | str) -> str:
    return str(file)[0]


@pipeline
def lettered(file: Path | str) -> str:
    return first_letter(file)


@node(effect="read")
def look(file: Path | str) -> Image:
    return Image.open(file)


@pipeline
def looked(file: Path | str) -> Image:
    return look(file)


@node(effect="write")
def overwrite(file: Path | str) -> int:
    return Path(file).write_text("written")


@pipeline
def overwritten(file: Path | str) -> int:
    return overwrite(file)


@pipeline
def written_if_need_be(file: Path | str) -> int:
    return count_or_write(file)


@node(fallback=overwrite)
def count_or_write(file: Path | str) -> int:
    return len(Path(file).read_text())


asked: Any = approve


@pipeline
def approved(file: Path | str) -> str:
    return asked(first_letter(file))  # type: ignore[no-any-return]


@pipeline
def written_in_turn(files: Path) -> list[int]:
    return each(overwrite, listed(files))


@node
def listed(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COMPOUND_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scan.pdf").write_text("content")
    return tmp_path / "home"


def answers(pipeline: Pipeline[..., Any] = measured) -> Answers:
    found = answers_of(pipeline, Entries)
    assert found is not None
    return found


def keep(pipeline: Pipeline[..., Any] = measured, file: str = "scan.pdf") -> str:
    kept = answers(pipeline)
    key = kept.key_of({"file": file})
    assert key is not None
    kept.keep(key, pipeline(file), frozenset({"minilm"}), 1.5)
    return key


def recall(pipeline: Pipeline[..., Any] = measured, file: str = "scan.pdf") -> Answer[Any] | None:
    found = answers(pipeline)
    key = found.key_of({"file": file})
    return found.recall(key) if key else None


def test_an_output_comes_back_as_it_was_with_what_it_took() -> None:
    keep()
    answer = recall()
    assert answer is not None
    assert answer.output == measured("scan.pdf")
    assert type(answer.output.price) is Decimal
    assert answer.models == {"minilm"}
    assert answer.seconds == 1.5


def test_another_content_or_name_is_another_file(tmp_path: Path) -> None:
    keep()
    (tmp_path / "copy.pdf").write_text("content")
    assert recall(file="copy.pdf") is None
    (tmp_path / "scan.pdf").write_text("Content")
    assert recall() is None


def test_a_file_that_was_only_touched_is_the_same(tmp_path: Path) -> None:
    keep()
    (tmp_path / "scan.pdf").touch()
    assert recall() is not None


def test_another_pipeline_has_answers_of_its_own() -> None:
    keep()
    assert recall(lettered) is None


def test_another_version_has_answers_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    keep()
    monkeypatch.setattr("compound.__version__", "0.0.0")
    assert recall() is None


def test_an_entry_of_another_type_is_not_taken(home: Path) -> None:
    key = keep()
    Entries(home / "answers").put(key, b'{"output": {"size": "7"}, "models": [], "seconds": 1}')
    assert recall() is None


def test_an_output_that_json_does_not_hold_is_not_kept(tmp_path: Path) -> None:
    Image.from_array(np.zeros((2, 2, 3), np.uint8)).pil().save(tmp_path / "scan.png")
    keep(looked, "scan.png")
    assert recall(looked, "scan.png") is None


def test_a_full_disk_is_noted_and_no_failure(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    home.write_text("a file where the folder would be")
    kept = answers()
    kept.keep("0" * 64, measured("scan.pdf"), frozenset(), 1.0)
    assert "exists" in kept.trouble or "director" in kept.trouble


@pytest.mark.parametrize("pipeline", [overwritten, written_if_need_be, written_in_turn, approved])
def test_what_may_write_or_ask_is_never_resumed(pipeline: Pipeline[..., Any]) -> None:
    assert answers_of(pipeline, Entries) is None


def test_what_has_no_serialised_form_is_never_resumed() -> None:
    @node
    def local(file: Path | str) -> str:
        return str(file)

    @pipeline
    def through(file: Path | str) -> str:
        return local(file)

    assert answers_of(through, Entries) is None


def test_what_takes_no_file_is_never_resumed() -> None:
    @pipeline
    def double(text: str) -> str:
        return first_letter(text)

    assert answers_of(double, Entries) is None


@pytest.mark.parametrize("call", [{"file": "missing.pdf"}, {"file": "."}, {"file": b"bytes"}, {"file": "\0"}, {}])
def test_only_files_that_can_be_read_have_a_key(call: dict[str, Any]) -> None:
    assert answers().key_of(call) is None


def test_the_source_of_a_file_and_of_its_neighbours_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from compound_pipelines.cli.finding import find_pipeline

    (tmp_path / "neighbour_of_mine.py").write_text("FACTOR = 2\n")
    (tmp_path / "mine_and_only.py").write_text(
        "from pathlib import Path\nfrom compound import node, pipeline\nimport neighbour_of_mine\n"
        "@node\ndef size(file: Path | str) -> int:\n    return neighbour_of_mine.FACTOR\n"
        "@pipeline\ndef sized(file: Path | str) -> int:\n    return size(file)\n"
    )
    made_in_memory = ModuleType("made_in_memory")
    made_in_memory.__file__ = "not_there.py"
    monkeypatch.setitem(sys.modules, "made_in_memory", made_in_memory)
    found = find_pipeline("mine_and_only.py:sized")
    before = identity.identity_of(found)
    assert before == identity.identity_of(found)
    (tmp_path / "neighbour_of_mine.py").write_text("FACTOR = 3\n")
    assert identity.identity_of(found) != before
