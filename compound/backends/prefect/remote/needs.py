"""What a node needs of the worker that runs it, by its policy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from compound.nodes.policy import Policy


@dataclass(frozen=True, slots=True)
class Needs:
    """Resources of one call."""

    accelerator: bool
    """Whether it runs on another device than the CPU."""
    memory: int | None
    """Bytes, if known."""


def needs_of(policy: Policy) -> Needs:
    """By `device` and `memory` of the policy."""
    return Needs(policy.device is not None and not policy.device.startswith("cpu"), policy.memory)
