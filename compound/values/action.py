"""Something to be done, and what came of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field

from compound.values.frozen import PlainJson, ReadOnly
from compound.values.observation import Observation
from compound.values.value import Value


class Action(Value):
    """One thing to do. Two actions are the same deed exactly when their digests are."""

    kind: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]
    """What is done, as its executor calls it: `click`, `fill`, `open`, or the name of a tool."""

    origin: str
    """Where it is done, as `Observation.origin` says it."""

    target: str = ""
    """`Element.ref` of what it is done to; empty where it is done to the origin as a whole."""

    arguments: Annotated[Mapping[str, Annotated[Any, PlainJson]], ReadOnly] = Field(default_factory=dict)
    """What else the deed needs, by name, as JSON can say it. Read-only."""

    reason: str = ""
    """Why it serves the goal, for people. It is no part of the deed."""

    @property
    def digest(self) -> str:
        """blake3, in hex (64 digits), over all but the reason. An approval is bound to it."""
        from blake3 import blake3

        deed = self.model_dump(mode="json", exclude={"reason"})
        return blake3(json.dumps(deed, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


class ActionResult(Value):
    """What came of an action."""

    action: Action

    status: Literal["done", "failed", "refused"]
    """`refused` when it was not tried: a right or an approval was missing. `failed` may have left something behind."""

    detail: str = ""
    """What happened, or what was missing, for people."""

    observation: Observation | None = None
    """What can be seen afterwards."""

    undo: Action | None = None
    """What takes it back; None where nothing can."""
