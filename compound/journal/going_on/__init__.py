"""Runs that go on, or are done again."""
