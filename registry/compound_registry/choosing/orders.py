"""Which kinds of model come first: for a task, and under a constraint.

The orders are those that the field gives in guides to choosing among families of models; figures measured on this
machine go before them (`ranking`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from compound_registry.choosing.candidate import Candidate
from compound_registry.choosing.needs import Needs


@dataclass(frozen=True, slots=True)
class Kind:
    """Models of one place in an order."""

    label: str
    families: frozenset[str] = frozenset()
    """Any of them; all when empty."""
    quantised: bool = False
    """Only in 8 or 4 bit."""
    remote: bool = False
    """Only behind a server."""

    def covers(self, candidate: Candidate) -> bool:
        in_family = not self.families or candidate.family in self.families
        return in_family and (candidate.quantised or not self.quantised) and (candidate.remote or not self.remote)


@dataclass(frozen=True, slots=True)
class Task:
    """What people want done, the capability that does it, and who does it best."""

    name: str
    capability: str
    order: tuple[Kind, ...]
    usual: bool = True
    """Whether it is what the capability is for when no task is named."""


def _kind(label: str, *families: str, quantised: bool = False) -> Kind:
    return Kind(label, frozenset(families or (label.lower(),)), quantised)


_QUANTISED = Kind("quantised model", quantised=True)

TASKS: tuple[Task, ...] = (
    Task("chat", "text.chat", (_kind("LLM"), _kind("SLM"))),
    Task("image captioning", "image.caption", (_kind("VLM"), _kind("MLLM", "lmm"))),
    Task("image generation", "image.generate", (_kind("LCM, diffusion", "lcm", "diffusion"), _kind("MLLM", "lmm"))),
    Task("segmentation", "image.segment", (_kind("SAM"), _kind("LVM"))),
    Task("web automation", "action.propose", (_kind("LAM"), _kind("LLM with tools", "llm"))),
    Task("classification", "text.classify", (_kind("MLM"), _kind("SLM"))),
    Task(
        "many tasks",
        "text.generate",
        (_kind("MoE"), _kind("several specialised models", "slm", "mlm", "lam")),
        usual=False,
    ),
    Task("video", "any.respond", (_kind("LMM"), _kind("VLM frame by frame", "vlm"))),
)

PREFERENCES: Mapping[str, tuple[Kind, ...]] = {
    "memory": (_kind("SLM"), _kind("quantised LLM (4-bit)", "llm", "moe", quantised=True), _kind("MLM")),
    "latency": (_kind("LCM, SLM, SAM", "lcm", "slm", "sam"),),
    "quality": (Kind("frontier LLM", remote=True), _kind("LMM"), _kind("full-size MoE", "moe")),
    "cost": (),
}
"""Orders that a preference puts before that of the task."""

ON_DEVICE: tuple[Kind, ...] = (_kind("SLM"), _QUANTISED, _kind("MLM"))
"""The order where inputs must stay on this machine, and nothing else is preferred."""


def order_for(capability: str, needs: Needs, task: str = "") -> tuple[Kind, ...]:
    """The kinds in the order in which they stand; what is of none of them comes last."""
    tasks = [
        known for known in TASKS if (known.name == task if task else known.usual and known.capability == capability)
    ]
    by_task = tasks[0].order if tasks else ()
    if needs.prefer != "balance":
        return PREFERENCES[needs.prefer] + by_task
    return ON_DEVICE + by_task if needs.on_device and not task else by_task
