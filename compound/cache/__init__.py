"""Answers that were computed before, by their keys."""
