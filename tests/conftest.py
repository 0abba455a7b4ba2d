"""What all tests share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from compound.store.home import home

# How long an example takes says more about the machine than about the code.
settings.register_profile("compound", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("compound")


@pytest.fixture(scope="session", autouse=True)
def home_of_tests(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A home with the models that were fetched, but without runs and answers: none of a user's, none left to them."""
    folder = tmp_path_factory.mktemp("home")
    for name in ("models", "converted"):
        kept = home() / name
        kept.mkdir(parents=True, exist_ok=True)
        (folder / name).symlink_to(kept, target_is_directory=True)
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("COMPOUND_HOME", str(folder))
        yield


@pytest.fixture(scope="session")
def prefect_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """A temporary Prefect server, one for all tests that need it, since it takes seconds to start."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("PREFECT_SERVER_ANALYTICS_ENABLED", "false")
        environment.setenv("DO_NOT_TRACK", "1")
        # Task runs are written down in groups: one by one they lag behind and lock the server's SQLite.
        for setting, value in {"BATCH_SIZE": "100", "READ_BATCH_SIZE": "100", "FLUSH_INTERVAL": "0.5"}.items():
            environment.setenv(f"PREFECT_SERVER_SERVICES_TASK_RUN_RECORDER_{setting}", value)
        environment.setenv("PREFECT_HOME", str(tmp_path_factory.mktemp("prefect")))
        from prefect.settings import PREFECT_FLOWS_HEARTBEAT_FREQUENCY, temporary_settings
        from prefect.testing.utilities import prefect_test_harness

        without_heartbeat = temporary_settings({PREFECT_FLOWS_HEARTBEAT_FREQUENCY: None})  # its end takes a second
        with prefect_test_harness(server_startup_timeout=120), without_heartbeat:
            yield
