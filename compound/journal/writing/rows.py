"""Rows about node runs, as the tables have them."""

from __future__ import annotations

import json
import traceback
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from compound.errors.journal import JournalDamaged

if TYPE_CHECKING:
    from compound.nodes.declaration import Declaration
    from compound.run.result import Failed

_TRACE = 16 << 10
"""Characters of a trace that are kept, of its end."""

encode = json.JSONEncoder(check_circular=False).encode
"""Plain data as JSON."""


@lru_cache(maxsize=1024)
def about(node: Declaration | None) -> dict[str, Any]:
    """What a row says of the node that was called; None for an `each` or a `loop`."""
    if node is None:
        return {"node": "", "effect": "pure", "models": "[]", "cost": None}
    models = () if node.settings is None else node.settings.models
    return {"node": node.ref, "effect": node.policy.effect, "models": encode(list(models)), "cost": node.policy.cost}


def about_failure(failed: Failed) -> dict[str, Any]:
    """What a row says of an error."""
    error = failed.error
    trace = "".join(traceback.format_exception(error))[-_TRACE:]
    said = {"type": type(error).__name__, "message": str(error), "place": failed.place, "trace": trace}
    return {"attempt": failed.attempts, **{name: writable(text) for name, text in said.items()}}


def decode(text: str, what: str) -> Any:
    """Plain data that `encode` wrote; `what` it is is for the message. Raises JournalDamaged."""
    try:
        return json.loads(text)
    except (ValueError, TypeError) as error:
        raise JournalDamaged(what=what, reason=str(error)) from error


def writable(text: str) -> str:
    """A text that every database takes: without NUL and lone surrogates."""
    return text.replace("\0", "\\0").encode("utf-8", "backslashreplace").decode("utf-8")
