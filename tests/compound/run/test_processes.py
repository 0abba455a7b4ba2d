"""Nodes with process=True: whatever happens in there stays in there, and nothing is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import threading
import time
from collections.abc import Callable, Generator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from compound import current_node, node, pipeline
from compound.errors import CannotTravel, NodeTimeout, ProcessDied
from compound.run.events import Event, NodePartial, NodeProgress

PATIENCE = 30


def in_process(function: Callable[..., Any], **options: Any) -> Any:
    """A pipeline of one node in a process, from int to int."""
    made = node(process=True, **options)(function)

    @pipeline
    def one(x: int) -> int:
        return made(x)  # type: ignore[no-any-return]

    return one


def is_alive(pid: int) -> bool:
    """Whether there is such a process that is not a zombie."""
    try:
        status = Path(f"/proc/{pid}/stat").read_text()
    except FileNotFoundError:
        return False
    return status.rpartition(")")[2].split()[0] != "Z"


def wait_until_gone(pid: int) -> None:
    deadline = time.monotonic() + PATIENCE
    while is_alive(pid):
        assert time.monotonic() < deadline, "it still lives"
        time.sleep(0.005)


def children() -> set[int]:
    """Children of this process, zombies included."""
    found: set[int] = set()
    for task in Path("/proc/self/task").iterdir():
        with suppress(FileNotFoundError):  # the thread has ended
            found |= {int(pid) for pid in (task / "children").read_text().split()}
    return found


def test_a_closure_runs_in_another_process_and_the_process_is_used_again() -> None:
    offset = 10

    def pid_and_more(x: int) -> int:
        return os.getpid() * 100 + x + offset

    one = in_process(pid_and_more)
    first, second = one(1), one(2)
    assert second == first + 1
    assert first // 100 != os.getpid()


def test_what_a_node_raises_comes_back_with_its_place() -> None:
    def fails(x: int) -> int:
        raise KeyError(x)

    failed = in_process(fails).run(7).failures["fails"]
    assert isinstance(failed.error, KeyError)
    assert failed.error.args == (7,)
    assert failed.place.startswith(__file__)


class Awkward(Exception):
    """Cannot be made anew from its pickle."""

    def __init__(self, one: int, two: int) -> None:
        super().__init__(f"{one} and {two}")


def test_an_error_that_cannot_travel_is_told_in_words() -> None:
    def fails(x: int) -> int:
        raise Awkward(1, 2)

    error = in_process(fails).run(1).failures["fails"].error
    assert isinstance(error, CannotTravel)
    assert "Awkward: 1 and 2" in str(error)


def test_a_result_that_cannot_travel_is_a_clear_failure() -> None:
    @node(process=True)
    def lock(x: int) -> object:
        return threading.Lock()

    @pipeline
    def locking(x: int) -> object:
        return lock(x)

    error = locking.run(1).failures["lock"].error
    assert isinstance(error, CannotTravel)
    assert error.direction == "from"
    assert "process=True" in str(error)


def test_an_input_that_cannot_travel_is_a_clear_failure() -> None:
    @node(process=True)
    def takes(x: object) -> int:
        return 1

    @pipeline
    def taking(x: object) -> int:
        return takes(x)

    error = taking.run(threading.Lock()).failures["takes"].error
    assert isinstance(error, CannotTravel)
    assert error.direction == "to"


def test_a_crash_is_a_failure_of_its_node_alone() -> None:
    def crashes(x: int) -> int:
        os._exit(3)

    one = in_process(crashes)
    error = one.run(1).failures["crashes"].error
    assert isinstance(error, ProcessDied)
    assert error.code == 3
    assert in_process(increased)(1) == 2


def increased(x: int) -> int:
    return x + 1


def test_a_process_that_is_killed_from_outside_is_a_failure() -> None:
    def dies(x: int) -> int:
        os.kill(os.getpid(), signal.SIGKILL)
        return x

    error = in_process(dies).run(1).failures["dies"].error
    assert isinstance(error, ProcessDied)
    assert error.code == -signal.SIGKILL


def test_a_process_is_killed_at_its_timeout_with_all_that_it_started(tmp_path: Path) -> None:
    pids = tmp_path / "pids"

    def sleeps(x: int) -> int:
        child = subprocess.Popen(["sleep", "1000"])
        pids.write_text(f"{os.getpid()} {child.pid}")
        time.sleep(1000)
        return x

    run = in_process(sleeps, timeout=1.0).run(1)
    error = run.failures["sleeps"].error
    assert isinstance(error, NodeTimeout)
    assert error.stopped
    assert run.offenders == ()
    for pid in pids.read_text().split():
        wait_until_gone(int(pid))


def test_a_cancellation_kills_the_process(tmp_path: Path) -> None:
    pids = tmp_path / "pids"

    def sleeps(x: int) -> int:
        pids.write_text(str(os.getpid()))
        time.sleep(1000)
        return x

    handle = in_process(sleeps).using(grace=PATIENCE).start(1)
    deadline = time.monotonic() + PATIENCE
    while not pids.exists() or not pids.read_text():
        assert time.monotonic() < deadline
        time.sleep(0.005)
    handle.cancel()
    run = handle.run(PATIENCE)
    assert run.status == "cancelled"
    assert run.offenders == ()
    wait_until_gone(int(pids.read_text()))


def test_a_killed_process_leaves_no_zombie() -> None:
    def crashes(x: int) -> int:
        os._exit(1)

    before = children()
    in_process(crashes).run(1)
    left = [pid for pid in children() - before if not is_alive(pid)]
    assert left == []


def test_the_start_of_a_process_is_not_in_the_time_of_its_node() -> None:
    def crashes(x: int) -> int:
        os._exit(1)

    def quick(x: int) -> int:
        return x + 1

    in_process(crashes).run(1)  # the next call needs a process that is started for it
    assert in_process(quick, timeout=0.15)(1) == 2


def test_process_nodes_that_wait_for_a_core_take_no_thread_from_blocking_nodes() -> None:
    @node(process=True, timeout=5)
    def sleeps(x: int) -> int:
        time.sleep(0.01)
        return x

    @node(blocking=True)
    def waits(x: int) -> int:
        return x

    @node
    def total(*xs: int) -> int:
        return sum(xs)

    @pipeline
    def crowded(x: int) -> int:
        return total(*[sleeps(x) for _ in range(80)], waits(x))

    assert crowded(1) == 81


class Receipt(BaseModel):
    """Something typed."""

    total: int


def test_values_keep_their_class_on_the_way() -> None:
    @node(process=True)
    def double(receipt: Receipt) -> Receipt:
        return Receipt(total=2 * receipt.total)

    @pipeline
    def doubling(receipt: Receipt) -> Receipt:
        return double(receipt)

    assert doubling(Receipt(total=2)) == Receipt(total=4)
    assert type(doubling(Receipt(total=2))) is Receipt


def test_progress_and_parts_come_out_of_a_process() -> None:
    @node(process=True)
    def says(x: int) -> Generator[int, None, int]:
        current_node().progress(1, 2)
        yield x
        return x + 1

    @pipeline
    def saying(x: int) -> int:
        return says(x)

    events: list[Event] = list(saying.stream(1))
    assert NodeProgress("says", 1, 2, "") in events
    assert NodePartial("says", 1) in events
    assert saying(1) == 2


def test_a_process_runs_where_its_parent_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here").write_text("12345")
    monkeypatch.chdir(tmp_path)

    def reads(x: int) -> int:
        return int(Path("here").read_text())

    assert in_process(reads)(1) == 12345


SCRIPT = """
    import os, sys, time
    from dataclasses import dataclass
    from compound import node, pipeline

    @dataclass
    class Point:
        x: int

    SCALE = 3

    def helper(x: int) -> int:
        return SCALE * x

    @node(process=True)
    def scaled(point: Point) -> Point:
        return Point(helper(point.x))

    @node(process=True)
    def hangs(x: int) -> int:
        print(os.getpid(), flush=True)
        time.sleep(1000)
        return x

    @pipeline
    def scaling(point: Point) -> Point:
        return scaled(scaled(point))

    @pipeline
    def hanging(x: int) -> int:
        return hangs(x)
"""


def script(tmp_path: Path, end: str) -> list[str]:
    file = tmp_path / "script.py"
    file.write_text(textwrap.dedent(SCRIPT) + textwrap.dedent(end))
    return [sys.executable, str(file)]


def test_nodes_and_classes_of_a_script_travel(tmp_path: Path) -> None:
    end = """
    for _ in range(2):
        point = scaling(Point(2))
        assert type(point) is Point and point == Point(18), point
    print("done")
    """
    done = subprocess.run(script(tmp_path, end), capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert (done.stdout, done.stderr) == ("done\n", "")


def test_processes_end_with_the_interpreter(tmp_path: Path) -> None:
    end = """
    from compound.run.lanes.processes import process_lane
    scaling(Point(1))
    print(process_lane()._idle[0]._process.pid)
    """
    done = subprocess.run(script(tmp_path, end), capture_output=True, text=True, timeout=PATIENCE, check=False)
    assert done.stderr == ""
    wait_until_gone(int(done.stdout))


def test_a_busy_process_dies_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    with subprocess.Popen(script(tmp_path, "hanging(1)"), stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        assert is_alive(pid)
        parent.kill()
        wait_until_gone(pid)
