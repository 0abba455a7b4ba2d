"""The tables of the journal. Digests are blake3 in hex (64 digits), times seconds since 1970, durations seconds.

`migrations` brings a database here; a test compares the two.
"""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, LargeBinary, MetaData, String, Table, Text

REVISION = "0003"
"""The last migration, which a database must have had."""

ACTING = ("write", "act")
"""Effects that must not happen twice."""

metadata = MetaData()

_Digest = String(64)


def _of_run(**options: bool) -> Column[str]:
    return Column("run", String(32), ForeignKey("runs.id", ondelete="CASCADE"), nullable=False, **options)  # type: ignore[arg-type]


runs = Table(
    "runs",
    metadata,
    Column("id", String(32), primary_key=True),  # begins with the time, so that ids sort by it
    Column("pipeline", Text, nullable=False),
    Column("ref", Text, nullable=False),  # `module:qualname`
    Column("form", _Digest),  # in forms; NULL for a graph that has no serialised form
    Column("status", String(16), nullable=False),  # running, succeeded, failed, cancelled, crashed
    Column("started", Float, nullable=False),
    Column("ended", Float),
    Column("seconds", Float),
    Column("output", _Digest),
    Column("models", Text, nullable=False),  # JSON: names
    Column("process", Text, nullable=False),  # JSON: whose run it is, see process.py
    Column("origin", String(32)),  # the run that this one was done again from; NULL for most
    Column("flow_run", String(36)),  # id of the flow run of Prefect; NULL for a run of any other backend
    Index("ix_runs_status", "status"),
    Index("ix_runs_flow_run", "flow_run"),
)

forms = Table(
    "forms",
    metadata,
    Column("digest", _Digest, primary_key=True),
    Column("data", Text, nullable=False),  # JSON: the serialised form of a pipeline
)

run_inputs = Table(
    "run_inputs",
    metadata,
    _of_run(primary_key=True),
    Column("port", String(255), primary_key=True),
    Column("digest", _Digest),  # NULL for what has no key
    Column("content", _Digest),  # of the name and the bytes of what it names; NULL where it names no file
    Index("ix_run_inputs_digest", "digest"),
)

run_recipes = Table(
    "run_recipes",
    metadata,
    _of_run(primary_key=True),
    Column("node", String(512), primary_key=True),  # the first step that it is the recipe of, `each/read`
    Column("recipe", _Digest),  # NULL for a node whose answers cannot be named
)

recipes = Table(
    "recipes",
    metadata,
    Column("digest", _Digest, primary_key=True),
    Column("parts", Text, nullable=False),  # JSON: digests by name
)

node_runs = Table(
    "node_runs",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    _of_run(),
    Column("path", Text, nullable=False),  # `each[3]/read`
    Column("node", Text, nullable=False),  # `module:qualname` of what was called; empty for an `each` or a `loop`
    Column("effect", String(8), nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("status", String(16), nullable=False),  # succeeded, retrying, failed
    Column("ended", Float, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("inputs", Text, nullable=False),  # JSON: pairs of port and digest
    Column("output", _Digest),
    Column("models", Text, nullable=False),  # JSON: names
    Column("cost", Float),
    Column("key", _Digest),  # of the answer in the cache; NULL for a node whose answers are not cached
    Column("cache", String(16)),  # `hit`, or why the answer was not there; NULL for a node as above
    Index("ix_node_runs_run_path", "run", "path"),
)

errors = Table(
    "errors",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    _of_run(),
    Column("path", Text, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("type", Text, nullable=False),
    Column("message", Text, nullable=False),
    Column("place", Text, nullable=False),  # `file:line` of the user's code
    Column("trace", Text, nullable=False),
    Index("ix_errors_run", "run"),
)

decisions = Table(
    "decisions",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    _of_run(),
    Column("path", Text, nullable=False),
    Column("what", Text, nullable=False),
    Column("at", Float, nullable=False),
    Index("ix_decisions_run", "run"),
)

intents = Table(
    "intents",
    metadata,
    Column("id", String(32), primary_key=True),
    _of_run(),
    Column("path", Text, nullable=False),
    Column("node", Text, nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("inputs", Text, nullable=False),
    Column("at", Float, nullable=False),
    Index("ix_intents_run", "run"),
)

outcomes = Table(
    "outcomes",
    metadata,
    Column("intent", String(32), ForeignKey("intents.id", ondelete="CASCADE"), primary_key=True),
    Column("status", String(16), nullable=False),  # succeeded, failed, withdrawn (the call never began)
    Column("at", Float, nullable=False),
)

artifacts = Table(
    "artifacts",
    metadata,
    Column("digest", _Digest, primary_key=True),  # blake3 of the file's bytes
    _of_run(primary_key=True),
    Column("name", Text, nullable=False),  # of the file when it was written
    Column("at", Float, nullable=False),
)

values = Table(
    "kept_values",
    metadata,
    Column("digest", _Digest, primary_key=True),
    Column("inline", LargeBinary),  # the record of what is small and refers to no blob
    Column("record", _Digest),  # the blob with the record of what is not
)
