"""SystemExit, KeyboardInterrupt and Ctrl-C: the run is cancelled, cleaned up, and the interruption goes on."""

from __future__ import annotations

import asyncio
import signal
import subprocess
import sys
import textwrap
import threading
from pathlib import Path
from typing import Any

import pytest

from compound import each, node, pipeline

PATIENCE = 30


def exits(x: int) -> int:
    sys.exit(3)


async def exits_later(x: int) -> int:
    sys.exit(3)


LANES = [(exits, {}), (exits, {"blocking": True}), (exits, {"device": "cpu"}), (exits_later, {})]


@pytest.mark.parametrize(("function", "options"), [*LANES, (exits, {"process": True})])
def test_system_exit_of_a_node_ends_the_run_and_goes_on(function: object, options: dict[str, Any]) -> None:
    exiting = node(**options)(function)

    @pipeline
    def run(x: int) -> int:
        return exiting(x)  # type: ignore[no-any-return]

    with pytest.raises(SystemExit) as caught:
        run(1)
    assert caught.value.code == 3
    with pytest.raises(SystemExit):
        list(run.map([1]))
    with pytest.raises(SystemExit):
        run.start(1).result(PATIENCE)
    with pytest.raises(SystemExit):
        list(run.stream(1))


def test_what_is_under_way_is_cancelled_first() -> None:
    running = threading.Event()
    stopped = threading.Event()

    @node
    async def forever(x: int) -> int:
        running.set()
        try:
            await asyncio.Event().wait()
        finally:
            stopped.set()
        return x

    @node
    def interrupts(x: int) -> int:
        assert running.wait(PATIENCE)
        raise KeyboardInterrupt

    @node
    def add(x: int, y: int) -> int:
        return x + y

    @pipeline
    def interrupted(x: int) -> int:
        return add(forever(x), interrupts(x))

    with pytest.raises(KeyboardInterrupt):
        interrupted(1)
    assert stopped.is_set()


def test_an_interruption_inside_a_body_ends_the_whole_run() -> None:
    @node
    def interrupts(x: int) -> int:
        raise KeyboardInterrupt

    @pipeline
    def interrupted(xs: list[int]) -> list[int]:
        return each(interrupts, xs)

    with pytest.raises(KeyboardInterrupt):
        interrupted([1, 2])


SCRIPT = """
    import asyncio, sys, time
    from compound import current_node, node, pipeline

    def say(*words): print(*words, flush=True)

    @node
    async def in_loop(x: int) -> int:
        try:
            await asyncio.sleep(1000)
        finally:
            say("loop stopped")
        return x

    @node(blocking=True)
    def in_thread(x: int) -> int:
        while not current_node().cancelled:
            time.sleep(0.01)
        say("thread stopped")
        return x

    @node(process=True)
    def in_process(x: int) -> int:
        import os
        say("pid", os.getpid())
        time.sleep(1000)
        return x

    @node
    def total(*xs: int) -> int:
        return sum(xs)

    @pipeline
    def endless(x: int) -> int:
        return total(in_loop(x), in_thread(x), in_process(x))

    try:
        endless.using(grace=20)(1)
    except KeyboardInterrupt:
        say("interrupted")
        sys.exit(7)
"""


def test_ctrl_c_stops_all_lanes_and_comes_out_as_keyboard_interrupt(tmp_path: Path) -> None:
    file = tmp_path / "script.py"
    file.write_text(textwrap.dedent(SCRIPT))
    with subprocess.Popen(
        [sys.executable, str(file)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        pid = int(process.stdout.readline().split()[1])
        process.send_signal(signal.SIGINT)
        rest = process.stdout.read().split("\n")
        assert process.wait(PATIENCE) == 7
        assert process.stderr.read() == ""
    assert sorted(rest) == ["", "interrupted", "loop stopped", "thread stopped"]
    assert rest[-2] == "interrupted"
    assert not Path(f"/proc/{pid}").exists()
