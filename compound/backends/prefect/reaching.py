"""The Prefect server that deployments go to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from prefect.client.orchestration import SyncPrefectClient, get_client
from prefect.settings import PREFECT_API_URL, PREFECT_CLIENT_MAX_RETRIES, temporary_settings

from compound.backends.prefect.place import served_url
from compound.errors.deploy import NoServer, ServerUnreachable


@contextmanager
def server() -> Iterator[SyncPrefectClient]:
    """A client of the server that Prefect's settings name, else of the one that `compound serve` runs.

    All of Prefect uses that server meanwhile. Raises NoServer and ServerUnreachable.
    """
    url = PREFECT_API_URL.value() or served_url()
    if url is None:
        raise NoServer()
    with temporary_settings({PREFECT_API_URL: url}):
        _refuse_silent(url)
        with get_client(sync_client=True) as client:
            yield client


def _refuse_silent(url: str) -> None:
    with temporary_settings({PREFECT_CLIENT_MAX_RETRIES: 1}), get_client(sync_client=True) as client:
        problem = client.api_healthcheck()
    if problem is not None:
        raise ServerUnreachable(url=url, reason=str(problem) or type(problem).__name__)
