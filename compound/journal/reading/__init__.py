"""Runs looked at afterwards."""
