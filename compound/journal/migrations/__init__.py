"""What brings the database of a journal from one version of compound to the next, by Alembic."""
