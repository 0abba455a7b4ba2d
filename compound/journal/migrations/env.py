"""How Alembic gets at the journal: over the connection that whoever opens it hands in."""

from alembic import context

from compound.journal.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
