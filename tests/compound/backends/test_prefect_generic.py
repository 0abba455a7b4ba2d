"""The one entry point: a pipeline by what names it, run as its own flow would run it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

pytest.importorskip("prefect")

from prefect.context import FlowRunContext
from prefect.exceptions import Abort
from prefect.flows import flow

from compound.backends.prefect.generic import ENTRY_POINT, run_pipeline
from compound.backends.prefect.kept_forms import keep_form
from compound.backends.prefect.leases import lease
from compound.errors.deploy import NoSuchPipeline
from compound.errors.run import InputMismatch, PipelineFailed
from compound.journal.journal import Journal
from compound.journal.reading.runs import list_runs

from .deployable import sized
from .graphs import diamond, half_fails

pytestmark = [pytest.mark.prefect, pytest.mark.usefixtures("prefect_server")]


def test_prefect_finds_it_under_its_name() -> None:
    from prefect.flows import load_flow_from_entrypoint

    assert load_flow_from_entrypoint(ENTRY_POINT) is run_pipeline


def test_a_pipeline_by_the_name_that_its_module_has() -> None:
    assert run_pipeline(diamond.ref, {"x": 1}) == diamond(1)


def test_a_pipeline_by_its_serialised_form() -> None:
    assert run_pipeline(diamond.spec(), {"x": 1, "y": 7}) == diamond(1, 7)


def test_a_pipeline_by_the_digest_of_a_form_that_the_journal_keeps() -> None:
    journal = Journal()
    assert run_pipeline(keep_form(journal, diamond), {"x": 1}) == diamond(1)
    journal.close()


def test_a_module_in_the_folder_that_the_worker_went_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "beside_me.py").write_text(
        "from compound import node, pipeline\n@node\ndef n(x: int) -> int:\n    return x\n"
        "@pipeline\ndef p(x: int) -> int:\n    return n(x)\n"
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "path", list(sys.path))
    assert run_pipeline("beside_me:p", {"x": 4}) == 4


def test_inputs_are_read_from_json(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("four")
    assert run_pipeline(sized.ref, {"path": str(file), "options": {"pages": 3}}) == 4 + 2 + 3


@pytest.mark.parametrize("spec", ["no_such_module:p", "json:dumps", f"{__name__}:nothing", "0" * 64])
def test_what_leads_to_no_pipeline_is_said(spec: str) -> None:
    with pytest.raises(NoSuchPipeline):
        run_pipeline(spec, {})


def test_a_wrong_input_is_blamed_on_the_edge() -> None:
    with pytest.raises(InputMismatch, match="`x`"):
        run_pipeline(diamond.ref, {"x": "one"})


def test_a_failure_fails_the_flow_run() -> None:
    with pytest.raises(PipelineFailed, match="boom"):
        run_pipeline(half_fails.ref, {"x": 1})


def test_the_run_is_in_the_journal() -> None:
    run_pipeline(diamond.ref, {"x": 1})
    assert [run.status for run in list_runs(Journal(), 10)] == ["succeeded"]


def test_a_flow_run_that_another_process_works_on_is_left_alone() -> None:
    journal = Journal()

    @flow(persist_result=False)
    def held() -> None:
        context = FlowRunContext.get()
        assert context is not None
        assert context.flow_run is not None
        with lease(str(context.flow_run.id), journal.engine), pytest.raises(Abort):
            run_pipeline.fn(diamond.ref, {"x": 1})

    held()
