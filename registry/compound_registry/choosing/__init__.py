"""Choosing a provider for a capability: what could do it, what is ruled out, and in which order the rest stands."""
