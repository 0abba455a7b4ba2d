"""How the server and the worker of `compound serve` are to run, and what Prefect is told of that.

The same settings are advised for production. This module imports without Prefect.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from compound.errors.deploy import DatabaseInvalid

HEARTBEAT = 30
"""Seconds between the heartbeats of a flow run, the fewest that Prefect allows; they tell that it lives."""
_RECORDER = "PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER"


@dataclass(frozen=True, slots=True)
class Serving:
    """How they are to run."""

    port: int = 4200
    host: str = "127.0.0.1"
    database: str = ""
    """URL of the server's database, such as `postgresql://user@host/prefect`; a file of SQLite when empty."""
    pool: str = "local"
    """The work pool that the worker takes its flow runs from."""
    runs: int = 1
    """Flow runs at once, each in a process of its own."""

    @property
    def page(self) -> str:
        """Where people look."""
        return f"http://{'127.0.0.1' if self.host == '0.0.0.0' else self.host}:{self.port}"

    @property
    def api(self) -> str:
        """What PREFECT_API_URL is set to."""
        return f"{self.page}/api"


def environment(serving: Serving, folder: Path) -> dict[str, str]:
    """The settings for both programs, whose state is in this folder. Raises DatabaseInvalid."""
    settings = {
        "PREFECT_HOME": str(folder),
        "PREFECT_API_URL": serving.api,
        # Else the page asks port 4200, whatever port it is served from.
        "PREFECT_UI_API_URL": serving.api,
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
        # One by one, the server took 38 ms for each task run, and 15 in batches, so that its page was minutes behind.
        f"{_RECORDER}_BATCH_SIZE": "100",
        f"{_RECORDER}_READ_BATCH_SIZE": "100",
        f"{_RECORDER}_FLUSH_INTERVAL": "0.5",
        "PREFECT_WORKER_QUERY_SECONDS": "2",
        "PREFECT_FLOWS_HEARTBEAT_FREQUENCY": str(HEARTBEAT),
        # A server that is started again is away longer than the five tries last that are usual.
        "PREFECT_CLIENT_MAX_RETRIES": "10",
    }
    if serving.database:
        settings["PREFECT_SERVER_DATABASE_CONNECTION_URL"] = database_for_prefect(serving.database)
    return settings


def database_for_prefect(url: str) -> str:
    """The URL with the driver that Prefect's server takes: asyncpg or aiosqlite. Raises DatabaseInvalid."""
    drivers = {"postgresql": "postgresql+asyncpg", "sqlite": "sqlite+aiosqlite"}
    try:
        parsed = make_url(url)
        driver = drivers[parsed.get_backend_name()]
    except (ArgumentError, KeyError) as error:
        raise DatabaseInvalid(url=url.rpartition("@")[2]) from error
    return parsed.set(drivername=driver).render_as_string(hide_password=False)
