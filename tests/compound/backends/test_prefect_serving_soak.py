"""`compound serve`: a server and a worker with one command, what is deployed to them, and how they end and recover."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

pytest.importorskip("prefect")

from compound.journal.journal import Journal
from compound.journal.reading.runs import list_runs
from tests.compound.journal.servers import postgres, why_none

pytestmark = [pytest.mark.soak, pytest.mark.skipif(os.name != "posix", reason="signals are those of POSIX")]

PIPELINES = Path(__file__).with_name("deployable.py")
COMMAND = "import typer; from compound_pipelines.cli.{0} import {0}; typer.run({0})"


class Served:
    """`compound serve` in a process of its own, on a free port."""

    def __init__(self, *arguments: str) -> None:
        with closing(socket.socket()) as found:
            found.bind(("127.0.0.1", 0))
            self.port = int(found.getsockname()[1])
        words = [f"{PIPELINES}:sized", "--port", str(self.port), *arguments]
        self.process = subprocess.Popen(
            [sys.executable, "-c", COMMAND.format("serve"), *words], stderr=subprocess.PIPE, text=True
        )
        assert self.process.stderr is not None
        self.said: list[str] = []
        for line in self.process.stderr:
            self.said.append(line)
            if line.startswith("ready"):
                return
        raise AssertionError("".join(self.said))

    def post(self, path: str, **body: Any) -> Any:
        """The answer of the API; SQLite is busy now and then, and the server says so with 503."""
        for _ in range(100):
            answer = httpx.post(f"http://127.0.0.1:{self.port}/api/{path}", json=body, timeout=30)
            if answer.status_code != 503:
                return answer.raise_for_status().json()
            time.sleep(0.2)
        raise AssertionError(answer.text)

    def start_run(self, **inputs: Any) -> str:
        [deployment] = self.post("deployments/filter", deployments={"name": {"any_": ["sized"]}})
        made = self.post(f"deployments/{deployment['id']}/create_flow_run", parameters={"inputs": inputs})
        return str(made["id"])

    def runs(self, *states: str) -> list[Any]:
        wanted = {"state": {"name": {"any_": states}}}
        found: list[Any] = self.post("flow_runs/filter", flow_runs=wanted)
        return found


@contextmanager
def serving(*arguments: str) -> Iterator[Served]:
    served = Served(*arguments)
    try:
        yield served
    finally:
        served.process.send_signal(signal.SIGINT)
        assert served.process.wait(60) == 0


def processes() -> list[tuple[int, int, str]]:
    """Number, number of the parent, and command of each."""
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
    rows = [line.split(None, 2) for line in listed.splitlines()]
    return [(int(pid), int(parent), command) for pid, parent, command in rows]


def below(pid: int) -> list[int]:
    found = [pid]
    for parent in found:
        found += [child for child, its_parent, _ in processes() if its_parent == parent]
    return found[1:]


def until(condition: Callable[[], Any], seconds: float = 180.0) -> Any:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if found := condition():
                return found
        except httpx.TransportError:
            pass  # the server is being started again
        time.sleep(0.5)
    raise AssertionError("it did not come to that")


def deploy(*words: str) -> None:
    subprocess.run([sys.executable, "-c", COMMAND.format("deploy"), *words], check=True, timeout=120)


@pytest.mark.parametrize("database", ["sqlite", "postgres"])
def test_a_scheduled_run_completes_and_is_in_the_journal(database: str, tmp_path: Path) -> None:
    if database == "postgres" and (reason := why_none()):
        pytest.skip(reason)
    (tmp_path / "file.txt").write_text("four")

    def check(*arguments: str) -> None:
        with serving(*arguments) as served:
            deploy(f"{PIPELINES}:sized", "--name", "often", "--interval", "20s", "--param", f"path={tmp_path}/file.txt")
            done = until(lambda: served.runs("Completed"))[0]
            assert (done["auto_scheduled"], done["parameters"]["inputs"]) == (True, {"path": f"{tmp_path}/file.txt"})
            programs = below(served.process.pid)
            assert len(programs) >= 2
        assert not {pid for pid, _, _ in processes()}.intersection(programs)

    if database == "sqlite":
        check()
    else:
        with postgres() as url:
            check("--database", url)
    assert list_runs(Journal(), 1)[0].status == "succeeded"


def test_runs_go_on_when_server_worker_and_flow_runs_are_killed(tmp_path: Path) -> None:
    (tmp_path / "file.txt").write_text("four")
    with serving() as served:
        for _ in range(2):
            served.start_run(path=f"{tmp_path}/file.txt", seconds=15)
        until(lambda: len(served.runs("Running")) == 2)
        until(lambda: sum(bool(node_runs(run.id)) for run in list_runs(Journal(), 2)) == 2)
        for pid in below(served.process.pid):
            os.kill(pid, signal.SIGKILL)
        until(lambda: len(served.runs("Completed")) == 2)
    runs = list_runs(Journal(), 10)
    assert [run.status for run in runs] == ["succeeded"] * 2
    assert [[path for path, cache in node_runs(run.id) if not cache] for run in runs] == [
        ["after", "after#2", "size"]
    ] * 2


def test_what_runs_when_it_is_stopped_goes_on_when_it_is_started_again(tmp_path: Path) -> None:
    (tmp_path / "file.txt").write_text("four")
    with serving() as served:
        served.start_run(path=f"{tmp_path}/file.txt", seconds=15)
        until(lambda: list_runs(Journal(), 1) and node_runs(list_runs(Journal(), 1)[0].id))
        programs = below(served.process.pid)
    assert not {pid for pid, _, _ in processes()}.intersection(programs)
    with serving() as served:
        [run] = until(lambda: served.runs("Completed"))
    assert run["run_count"] == 2
    assert [run.status for run in list_runs(Journal(), 10)] == ["succeeded"]


def node_runs(run: str) -> list[tuple[str, str | None]]:
    """Path of each node that succeeded, and why its answer was there, in the order in which they ended."""
    from sqlalchemy import select

    from compound.journal import tables

    rows = tables.node_runs.c
    asked = select(rows.path, rows.cache).where(rows.run == run, rows.status == "succeeded").order_by(rows.id)
    with Journal().engine.connect() as connection:
        return [(row.path, row.cache) for row in connection.execute(asked)]
