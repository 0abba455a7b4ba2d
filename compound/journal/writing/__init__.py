"""Runs written down as they happen."""
