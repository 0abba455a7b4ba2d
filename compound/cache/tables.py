"""The tables of a cache."""

from __future__ import annotations

from sqlalchemy import Column, Float, Index, Integer, LargeBinary, MetaData, String, Table

LAYOUT = 2
"""Version of the tables, SQLite's `user_version`; a file of another one is set aside."""

TABLES = MetaData()
ANSWERS = Table(
    "answers",
    TABLES,
    Column("key", String, primary_key=True),
    Column("node", String, nullable=False),
    Column("recipe", String, nullable=False),
    Column("asked", String, nullable=False),
    Column("record", LargeBinary, nullable=False),
    Column("inline", Integer, nullable=False),
    Column("output", String),
    Column("models", String, nullable=False),
    Column("seconds", Float, nullable=False),
    Column("made", Float, nullable=False),
    Column("used", Float, nullable=False),
    Column("seal", LargeBinary, nullable=False),
)
"""Answers by the digest of their key.

`record` is that of `compound.store.kept`, or with `inline` 0 its digest, in hex, among the blobs. `asked` is the part
of the key that the recipe leaves open, as JSON; `output` is the key of the answer itself, where it is known; `models`
is a JSON list. `used` is true to a quarter of a day.
"""
Index("answers_of_node", ANSWERS.c.node, ANSWERS.c.made)
RECIPES = Table(
    "recipes", TABLES, Column("digest", String, primary_key=True), Column("parts", LargeBinary, nullable=False)
)
"""Parts of recipes as JSON, compressed by zlib: the answers of a node share them."""
