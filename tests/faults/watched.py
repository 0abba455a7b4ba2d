"""What a program does to files, as strace saw it."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

_CALLS = ["openat", "write", "pwrite64", "ftruncate", "fsync", "fdatasync", "rename", "unlink", "rmdir", "mkdir"]
_LINE = re.compile(r"(?P<pid>\d+) +(?:<\.\.\. \w+ resumed>|(?P<name>\w+)\()(?P<rest>.*)")
_OPENED = re.compile(r"<((?:\\x\w\w)+)>")
_TEXT = re.compile(r'"((?:\\x\w\w)*)"')
_NUMBERS = re.compile(r"(?<=, )\d+(?=[,)])")


@dataclass(frozen=True, slots=True)
class Call:
    """A call that succeeded, or a call to force something to disk that begins."""

    name: str
    """That of the system, `sync begins`, or `sync`."""
    path: Path
    target: Path | None = None
    """The new name."""
    data: bytes = b""
    numbers: tuple[int, ...] = ()
    """Arguments that are numbers."""
    flags: str = ""
    """The line itself, which has them."""


def watched(command: Sequence[str], trace: Path, **options: object) -> list[Call]:
    """Runs a command and gives its calls in the order of their ends. Raises CalledProcessError."""
    strace = ["strace", "-f", "-y", "-xx", "-s", str(1 << 26), "--seccomp-bpf", "-e", "signal=none", "-o", str(trace)]
    subprocess.run([*strace, "-e", f"trace={','.join(_CALLS)}", *command], check=True, **options)  # type: ignore[call-overload]
    with trace.open(encoding="ascii") as lines:
        return list(_calls(lines))


def _calls(lines: Iterator[str]) -> Iterator[Call]:
    begun: dict[str, tuple[str, str]] = {}
    for line in lines:
        found = _LINE.match(line)
        if found is None:  # the end of a process, or a signal
            continue
        pid, name, rest = found["pid"], found["name"], found["rest"]
        if name is None:
            name, before = begun.pop(pid)
            rest = before + rest
        elif name.endswith("sync"):
            yield Call("sync begins", _opened(rest)[0])
        if rest.endswith("<unfinished ...>"):
            begun[pid] = name, rest.removesuffix("<unfinished ...>").rstrip()
        elif not re.search(r"= -1 E\w+ \(.*\)$", rest):
            yield _call(name, rest)


def _call(name: str, rest: str) -> Call:
    texts, opened = [_bytes(text) for text in _TEXT.findall(rest)], _opened(rest)
    numbers = tuple(map(int, _NUMBERS.findall(_TEXT.sub("", rest))))
    match name:
        case "fsync" | "fdatasync":
            return Call("sync", opened[0])
        case "write" | "pwrite64":
            return Call(name, opened[0], data=texts[0], numbers=numbers)
        case "ftruncate":
            return Call(name, opened[0], numbers=numbers)
        case "openat":
            return Call(name, opened[-1], flags=rest)
        case "rename":
            return Call(name, _path(texts[0]), target=_path(texts[1]))
    return Call(name, _path(texts[0]))


def _opened(rest: str) -> list[Path]:
    return [_path(_bytes(text)) for text in _OPENED.findall(rest)]


def _bytes(text: str) -> bytes:
    return bytes.fromhex(text.replace("\\x", ""))


def _path(name: bytes) -> Path:
    return Path(name.decode())
