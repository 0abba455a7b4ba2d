"""Where a step runs. A lane is a place with its own rules for how many calls go on at once."""

from __future__ import annotations

import inspect
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from compound.nodes.declaration import Declaration

INLINE = 0  # in the scheduler's own thread: a thread hop would cost more than the work
THREAD = 1  # on the warm pool, for what waits or has an effect
ASYNC = 2  # on the event loop
DEVICE = 3  # one call at a time on each device
PROCESS = 4  # in a process that can be killed
FRAME = 5  # no work of its own: opens frames of other plans (each, loop)
GATE = 6  # no work of its own: lets one branch go
MERGE = 7  # never runs: its value comes from the relay of the branch that was taken


def lane_of(declaration: Declaration) -> int:
    """The lane that a node's policy and function ask for."""
    policy, call = declaration.policy, declaration.call
    if policy.process:
        return PROCESS
    if inspect.iscoroutinefunction(call) or inspect.isasyncgenfunction(call):
        return ASYNC
    if policy.device is not None or policy.batch is not None:
        return DEVICE
    waits = declaration.loads or policy.blocking or policy.effect != "pure" or policy.timeout is not None
    if waits or inspect.isgeneratorfunction(getattr(call, "__func__", call)):
        return THREAD
    return INLINE
