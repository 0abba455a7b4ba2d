"""Journals as earlier versions left them."""

from __future__ import annotations

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, create_engine, inspect, text

import compound.journal.migrations
from compound.journal.opening import opened, revision
from compound.journal.tables import REVISION, metadata

_ROWS = """
INSERT INTO runs (id, pipeline, ref, status, started, models, process)
    VALUES ('a', 'p', 'm:p', 'failed', 1.5, '[]', '{}');
INSERT INTO run_inputs (run, port, digest) VALUES ('a', 'x', 'd');
INSERT INTO kept_values (digest, inline) VALUES ('d', '1');
INSERT INTO node_runs (run, path, node, effect, attempt, status, ended, seconds, inputs, models)
    VALUES ('a', 'n', 'm:n', 'pure', 1, 'succeeded', 2.5, 1.0, '[]', '[]');
INSERT INTO errors (run, path, attempt, type, message, place, trace) VALUES ('a', 'n', 1, 'E', 'm', 'f:1', 't');
INSERT INTO decisions (run, path, what, at) VALUES ('a', 'n', 'then', 1.0);
INSERT INTO intents (id, run, path, node, attempt, inputs, at) VALUES ('i', 'a', 'n', 'm:n', 1, '[]', 1.0);
INSERT INTO outcomes (intent, status, at) VALUES ('i', 'succeeded', 2.0)
"""


def brought_up_to_date_from(before: str, url: str) -> None:
    """Makes a journal of an earlier revision, with a row in every table of interest, and opens it."""
    engine = create_engine(url)
    with engine.begin() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", compound.journal.migrations.__path__[0])
        command.upgrade(config, before)
        for statement in _ROWS.split(";"):
            connection.exec_driver_sql(statement)
        held = {table: _rows(connection, table) for table in inspect(connection).get_table_names()}
    engine.dispose()
    with opened(url).connect() as connection:
        assert revision(connection) == REVISION
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
        for table, rows in held.items():
            if table != "alembic_version":
                assert [{**new, **old} for new, old in zip(_rows(connection, table), rows, strict=True)] == _rows(
                    connection, table
                )


def _rows(connection: Connection, table: str) -> list[dict[str, object]]:
    return [dict(row) for row in connection.execute(text(f"SELECT * FROM {table}")).mappings()]
