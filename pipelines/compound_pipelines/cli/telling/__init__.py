"""Provenance for people, line by line, and for programs, as plain data."""
