"""What a node is, at a glance: the families that drawings tell apart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from compound.graph.gather import Gather
from compound.graph.objects import Build
from compound.nodes.lane import ASYNC, DEVICE, INLINE, PROCESS, THREAD

if TYPE_CHECKING:
    from compound.graph.step import Step

FAMILIES = {
    "edge": "input, output",
    "pure": "function",
    "wait": "blocking or async function",
    "model": "model",
    "make": "builds a value",
    "read": "reads the world",
    "write": "writes",
    "act": "acts on others",
    "branch": "branch",
    "body": "each, loop",
}
"""Families in the order of a legend, with what they are called there."""

_LANES = {THREAD: "thread", ASYNC: "async", PROCESS: "process"}


def family(attributes: dict[str, Any]) -> str:
    """The family of a node of the graph. An effect says more than where a node runs, so it comes first."""
    step: Step | None = attributes["step"]
    if step is None:
        return "edge"
    if step.shape is not None:
        return "body" if "body" in attributes else "branch"
    if step.declaration is None or isinstance(step.call, Gather) or isinstance(step.declaration, Build):
        return "make"
    declaration = step.declaration
    if declaration.policy.effect != "pure":
        return declaration.policy.effect
    return {INLINE: "pure", DEVICE: "model"}.get(declaration.lane, "wait")


def manner(attributes: dict[str, Any]) -> str:
    """How a node runs, in a few words: its lane and what is special in its policy."""
    step: Step | None = attributes["step"]
    if step is None or step.declaration is None:
        return f"at most {step.shape.limit} turns" if attributes["kind"] == "loop" else ""  # type: ignore[union-attr]
    policy, lane = step.declaration.policy, step.declaration.lane
    words = [
        f"on {policy.device or 'cpu'}" if lane == DEVICE else _LANES.get(lane, ""),
        f"batch {policy.batch}" if policy.batch else "",
        f"{policy.timeout:g} s" if policy.timeout else "",
        f"{policy.retries.times} retries" if policy.retries.times else "",
        "fallback" if policy.fallback is not None else "",
    ]
    return ", ".join(word for word in words if word)


def condition(attributes: dict[str, Any]) -> str:
    """When a node runs at all, in a few words, or nothing for one that always does."""
    if attributes["when"] is None:
        return ""
    branch, label = attributes["when"]
    return f"{label} of {branch}" if label == "alternative" else f"if {branch} is {label}"
