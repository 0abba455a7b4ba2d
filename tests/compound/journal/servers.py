"""A Postgres server for tests: one that a URL names, or one of their own, which ends with them."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

URL = "COMPOUND_TEST_POSTGRES"
"""A database in which tests may make schemas, as SQLAlchemy names it: `postgresql+psycopg://user@host/database`."""

_NOBODY = 65534
"""A user without rights; the server refuses to be run by root."""


def why_none() -> str | None:
    """Why there is no server; None when there is one, or can be."""
    try:
        import psycopg  # noqa: F401
    except ImportError:
        return "psycopg is not installed (the extra `postgres`)"
    if os.environ.get(URL) or _programs() is not None:
        return None
    return f"{URL} is not set, and no postgres is installed"


@contextmanager
def postgres() -> Iterator[str]:
    """The URL of an empty database."""
    given = os.environ.get(URL)
    if given:
        yield given
        return
    with tempfile.TemporaryDirectory(prefix="postgres") as folder:
        yield from _own(Path(folder))


def _programs() -> Path | None:
    """The folder with `initdb` and `postgres`, of the newest version."""
    found = shutil.which("postgres")
    folders = [Path(found).parent] if found else sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((folder for folder in folders if (folder / "initdb").exists()), None)


def _own(folder: Path) -> Iterator[str]:
    programs, data, port = _programs(), folder / "data", _free_port()
    assert programs is not None
    user = _NOBODY if os.getuid() == 0 else os.getuid()
    os.chown(folder, user, -1)
    folder.chmod(0o700)
    _run(user, programs / "initdb", "-D", data, "-U", "test", "--auth=trust", "--no-sync")
    options = f"-c listen_addresses=127.0.0.1 -c port={port} -c unix_socket_directories={folder}"
    control = (programs / "pg_ctl", "-D", data, "-w")
    _run(user, *control, "-l", folder / "log", "-o", options, "start")
    try:
        yield f"postgresql+psycopg://test@127.0.0.1:{port}/postgres"
    finally:
        _run(user, *control, "-m", "immediate", "stop")


def _run(user: int, *command: object) -> None:
    done = subprocess.run([str(word) for word in command], user=user, cwd="/", stdout=subprocess.DEVNULL, check=False)
    assert done.returncode == 0, command


def _free_port() -> int:
    with closing(socket.socket()) as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])
