"""Every failure that compound raises on purpose, one class each.

Catch `CompoundError` for all of them. Each class carries what it knows as typed attributes, so that callers
need not read the message; the message says what went wrong, where, and what to do about it.
"""

from compound.errors.root import CompoundError

__all__ = ["CompoundError"]
