"""What the cache did in each node run, reruns, and files: those that runs read and those that they wrote."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("runs", sa.Column("origin", sa.String(32)))
    op.add_column("run_inputs", sa.Column("content", sa.String(64)))
    op.create_index("ix_run_inputs_digest", "run_inputs", ["digest"])
    op.add_column("node_runs", sa.Column("key", sa.String(64)))
    op.add_column("node_runs", sa.Column("cache", sa.String(16)))
    op.create_table(
        "artifacts",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("run", sa.String(32), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(["run"], ["runs.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("digest", "run"),
    )
