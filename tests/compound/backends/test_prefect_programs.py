"""Programs that run beside this process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from compound.backends.prefect.programs import Program

pytestmark = pytest.mark.skipif(os.name != "posix", reason="sessions and signals are those of POSIX")

WAITS = "import os, time\nprint(os.getpid(), flush=True)\ntime.sleep(600)\n"
STUBBORN = "import signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)\n" + WAITS
PARENT = (
    "import subprocess, sys, time\nsubprocess.Popen([sys.executable, 'waits.py'], start_new_session=True)\n" + STUBBORN
)
STARTER = """
import sys, time
from pathlib import Path
from compound.backends.prefect.programs import Program
program = Program(["waits"], {"PYTHONPATH": sys.argv[1]}, Path(sys.argv[1], "log"))
time.sleep(600)
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, source in (("waits", WAITS), ("stubborn", STUBBORN), ("parent", PARENT)):
        (tmp_path / f"{name}.py").write_text(source)
    return tmp_path


def pids_in(log: Path, count: int) -> list[int]:
    """What the programs wrote into a log, once there are so many of them."""
    while not log.exists() or len(lines := log.read_text().splitlines()) < count:
        time.sleep(0.02)
    return [int(line) for line in lines]


def lives(pid: int) -> bool:
    state = subprocess.run(["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True).stdout.strip()
    return bool(state) and not state.startswith("Z")


def test_it_runs_a_module_and_keeps_what_it_writes(folder: Path) -> None:
    program = Program(["waits"], {"PYTHONPATH": str(folder)}, folder / "log")
    assert pids_in(folder / "log", 1) == [program.pid]
    program.stop(20)
    assert program.ended
    assert program.last_lines().startswith(str(program.pid))


def test_one_that_does_not_end_is_killed_with_all_that_it_started(folder: Path) -> None:
    program = Program(["parent"], {"PYTHONPATH": str(folder)}, folder / "log")
    started = pids_in(folder / "log", 2)
    program.stop(0.1)
    assert not any(map(lives, started))


def test_it_ends_when_its_starter_is_killed(folder: Path) -> None:
    starter = subprocess.Popen([sys.executable, "-c", STARTER, str(folder)])
    [pid] = pids_in(folder / "log", 1)
    assert lives(pid)
    starter.send_signal(signal.SIGKILL)
    starter.wait()
    while lives(pid):
        time.sleep(0.02)


def test_an_interrupt_of_the_terminal_does_not_reach_it(folder: Path) -> None:
    program = Program(["waits"], {"PYTHONPATH": str(folder)}, folder / "log")
    try:
        assert os.getsid(program.pid) == program.pid
    finally:
        program.stop(20)
