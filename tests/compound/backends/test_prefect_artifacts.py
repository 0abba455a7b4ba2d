"""What a flow run leaves on Prefect's page."""

from __future__ import annotations

import json
import logging
import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pydantic import BaseModel

from compound import Extracted, FieldValue, Image, Pipeline, each, fallback, node, pipeline

pytestmark = [pytest.mark.prefect, pytest.mark.usefixtures("prefect_server")]


class Invoice(BaseModel):
    number: str
    total: float


class Report(BaseModel):
    """Offers what the report of a package above offers."""

    source: str
    fields: Extracted[Invoice]


@node(cost=0.25)
def scan(size: int) -> Image:
    return Image(np.full((size, 2 * size, 3), 90, np.uint8))


@node
def boom(image: Image) -> Image:
    raise RuntimeError("no <b>paper</b> | left")


@node
def read(image: Image) -> Report:
    fields = {"number": FieldValue(value="A17", confidence=0.9834, page=2)}
    return Report(source="a.pdf", fields=Extracted[Invoice](value=None, fields=fields, missing=("total",)))


@node
def double(x: int) -> int:
    return 2 * x


@node(effect="write")
def written(folder: Path) -> Path:
    file = folder / "report.html"
    file.write_text("<p>all is well</p>")
    return file


@pipeline
def understand_it(size: int) -> Report:
    image = scan(size)
    return read(fallback(boom(image), image))


@pipeline
def numbers(xs: list[int]) -> list[int]:
    return each(double, xs)


@pipeline
def broken(size: int) -> Report:
    return read(boom(scan(size)))


@pipeline
def reporting(folder: Path) -> Path:
    return written(folder)


def published(graph: Pipeline[Any, Any], *args: Any) -> dict[str, Any]:
    """The data of the artifacts of a flow run that runs the graph, by what comes after the pipeline's name."""
    from prefect import flow
    from prefect.client.orchestration import get_client
    from prefect.client.schemas.filters import ArtifactFilter, ArtifactFilterFlowRunId
    from prefect.runtime import flow_run

    from compound.backends.prefect.artifacts import publish

    ids: list[Any] = []

    @flow(name="publishes", persist_result=False)
    def publishes() -> None:
        ids.append(flow_run.id)
        publish(graph.run(*args), graph)

    publishes()
    only = ArtifactFilter(flow_run_id=ArtifactFilterFlowRunId(any_=ids))
    with get_client(sync_client=True) as client:
        found = client.read_artifacts(artifact_filter=only)
    return {str(artifact.key).rpartition("-")[2]: artifact.data for artifact in found}


def test_the_page_of_a_run_has_its_graph_its_failures_and_its_decisions() -> None:
    page = published(understand_it, 8)["run"]
    assert "succeeded after" in page
    assert re.search(r"```mermaid\nflowchart TD\n.*\n```", page, re.DOTALL)
    assert "| boom | RuntimeError&#58; no &#60;b&#62;paper&#60;/b&#62; &#124; left |" in page
    assert "| fallback | alternative |" in page


def test_calls_seconds_and_prices_are_a_table() -> None:
    rows = {row["node"]: row for row in json.loads(published(understand_it, 8)["nodes"])}
    assert (rows["scan"]["calls"], rows["scan"]["price"], rows["scan"]["outcome"]) == (1, 0.25, "succeeded")
    assert rows["boom"]["outcome"] == "failed"
    assert rows["read"]["price"] is None
    assert rows["scan"]["seconds"] >= 0


def test_calls_in_bodies_are_counted() -> None:
    rows = {row["node"]: row for row in json.loads(published(numbers, [1, 2, 3])["nodes"])}
    assert rows["each/double"]["calls"] == 3


def test_fields_that_were_read_are_a_table_whatever_class_holds_them() -> None:
    assert json.loads(published(understand_it, 8)["fields"]) == [
        {"source": "a.pdf", "field": "number", "value": "A17", "confidence": 0.983, "page": 2},
        {"source": "a.pdf", "field": "total", "value": "not found", "confidence": None, "page": None},
    ]


def test_a_picture_is_shown_once_and_small() -> None:
    shown = published(understand_it, 900)["pictures"]
    assert shown.count("data:image/webp") == 1
    assert "fallback: 1800 × 900" in shown.replace("&#58;", ":")
    assert len(shown) < 51_000


def test_a_report_that_was_written_is_a_link(tmp_path: Path) -> None:
    assert "report.html" in published(reporting, tmp_path)["report"]


def test_a_run_that_failed_is_told_too() -> None:
    made = published(broken, 8)
    assert made.keys() == {"run", "nodes", "pictures"}
    assert "| read | boom |" in made["run"]


def test_what_cannot_be_shown_is_a_warning(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(image: Image) -> str:
        raise OSError("no codec")

    monkeypatch.setattr("compound.backends.prefect.artifacts.thumbnail", breaks)
    with caplog.at_level(logging.WARNING):
        made = published(understand_it, 8)
    assert made.keys() == {"run", "nodes", "fields"}
    assert "no artifact of the pictures: no codec" in caplog.text


def test_keys_are_valid_and_do_not_collide() -> None:
    from compound.backends.prefect.artifacts import artifact_key

    names = ["read", "read_it", "Read", "rëad", "r.ad", "読む", "-", "a" * 300]
    made = [artifact_key(name) for name in names]
    assert made[:2] == ["read", "read-it"]
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", key) for key in made)
    assert len(set(made)) == len(names)
