"""Measuring the providers of a capability on somebody's own examples, on this machine."""
