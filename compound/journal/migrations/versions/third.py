"""Which flow run of Prefect a run belongs to."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.add_column("runs", sa.Column("flow_run", sa.String(36)))
    op.create_index("ix_runs_flow_run", "runs", ["flow_run"])
