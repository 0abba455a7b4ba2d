"""Serialised forms that are too large for the parameters of a flow run: the journal keeps them, by their digest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from compound.errors.deploy import NoSuchPipeline
from compound.journal import tables
from compound.journal.writing.description import describe

if TYPE_CHECKING:
    from compound.graph.pipeline import Pipeline
    from compound.journal.journal import Journal


def keep_form(journal: Journal, pipeline: Pipeline[..., Any]) -> str:
    """Keeps the form of a pipeline that has one; its digest, once it is committed. Raises JournalUnwritable."""
    graph = describe(pipeline)
    assert graph.digest is not None
    journal.writer.add_once(tables.forms, graph.digest, lambda: {"digest": graph.digest, "data": graph.form})
    journal.writer.secure()
    return graph.digest


def kept_form(journal: Journal, digest: str) -> str:
    """The form as JSON. Raises NoSuchPipeline."""
    with journal.engine.connect() as connection:
        found = connection.scalar(select(tables.forms.c.data).where(tables.forms.c.digest == digest))
    if found is None:
        raise NoSuchPipeline(
            reference=digest, reason="the journal keeps no such form; is COMPOUND_JOURNAL that of the deployment?"
        )
    return str(found)
