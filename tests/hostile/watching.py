"""Runs a command and watches what it and all it starts take."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep
from typing import IO

PAGE = os.sysconf("SC_PAGE_SIZE")
EVERY = 0.01
"""Seconds between two looks."""


@dataclass(frozen=True, slots=True)
class Watched:
    """How a command ended."""

    exit_code: int
    """Negative when it was killed, as it is after its time."""
    output: str
    errors: str
    memory: int
    """Bytes; the highest sum of resident memory over the command and all that it started."""


def watch(command: Sequence[str], seconds: float) -> Watched:
    """Run a command, for so many seconds at most."""
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(command, stdout=output, stderr=errors, start_new_session=True)
        memory, started = 0, monotonic()
        while process.poll() is None:
            memory = max(memory, sum(map(_resident, _family(process.pid))))
            if monotonic() - started > seconds:
                os.killpg(process.pid, signal.SIGKILL)
            sleep(EVERY)
        return Watched(process.returncode, _content(output), _content(errors), memory)


def _content(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode(errors="replace")


def _family(pid: int) -> Iterator[int]:
    yield pid
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in (task / "children").read_text().split():
                yield from _family(int(child))


def _resident(pid: int) -> int:
    with suppress(OSError, IndexError):
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * PAGE
    return 0
