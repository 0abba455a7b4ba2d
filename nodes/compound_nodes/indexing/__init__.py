"""Texts as passages, passages in an index on disk, and the nearest of them to a question."""
