"""Where the journal is kept."""

from __future__ import annotations

import os

from compound.store.home import home


def journal_url() -> str:
    """`COMPOUND_JOURNAL`, a URL that SQLAlchemy takes (`postgresql+psycopg://…`), else `compound.db` in `home`."""
    return os.environ.get("COMPOUND_JOURNAL") or f"sqlite:///{home() / 'compound.db'}"
