"""Which process a run belongs to, told apart from a later one that got the same number."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_ENDED = ("Z", "X")  # states of a process that has ended but is still listed, by proc_pid_stat(5)


@dataclass(frozen=True, slots=True)
class Process:
    """A process, for good."""

    host: str
    boot: str
    """Which start of the machine; empty where the system does not tell."""
    space: str
    """Which numbering of processes, as a container has its own; empty where there is but one."""
    pid: int
    born: str
    """When it began, in the system's own terms; empty where the system does not tell."""


def this_process() -> Process:
    """The one that asks."""
    pid = os.getpid()
    return Process(socket.gethostname(), _boot(), _space(), pid, _born(pid))


def is_gone(process: Process, here: Process) -> bool:
    """Whether it certainly does not live any more. `here` is who asks; of another host or container nothing is sure."""
    if process.host != here.host:
        return False
    if process.boot != here.boot:
        return True
    if process.space != here.space or not here.born:
        return False
    return _born(process.pid) != process.born


@cache
def _boot() -> str:
    return _read(lambda: Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip())


def _space() -> str:
    return _read(lambda: os.readlink("/proc/self/ns/pid"))


def _born(pid: int) -> str:
    """When the process of this number began; empty when there is none."""
    if sys.platform == "linux":
        return _read(lambda: _started(Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")))
    if sys.platform == "win32":
        return ""
    asked = subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return asked.stdout.strip()


def _started(stat: str) -> str:
    """Field 22 of proc_pid_stat(5); what precedes field 3 is a name, which may hold anything."""
    fields = stat.rpartition(")")[2].split()
    return "" if fields[0] in _ENDED else fields[19]


def _read(look: Callable[[], str]) -> str:
    try:
        return look()
    except OSError:
        return ""
