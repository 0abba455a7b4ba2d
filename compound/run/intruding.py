"""A node that tried to write into its input, told by what numpy said when it did: arrays travel read-only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compound.errors.run import InputChanged
from compound.ports.seal import arrays_in

if TYPE_CHECKING:
    from compound.graph.step import Step
    from compound.run.frame import Frame


def changed_input(error: BaseException, frame: Frame, step: Step) -> InputChanged | None:
    """The failure as one that names the ports which hold arrays, or None when it is another one."""
    if not isinstance(error, ValueError) or "read-only" not in str(error) or step.declaration is None:
        return None
    arguments = step.arguments(frame.values)
    ports = [port for port, value in zip(port_names(step), arguments, strict=True) if arrays_in(value)]
    if not ports:
        return None
    changed = InputChanged(node=frame.label(step), port="` or `".join(dict.fromkeys(ports)))
    changed.__cause__ = error
    return changed.with_traceback(error.__traceback__)


def port_names(step: Step) -> list[str]:
    """The port that each of the step's sources goes into."""
    assert step.declaration is not None
    ports = step.declaration.signature.inputs
    keywords = getattr(step.call, "names", ())
    positional = [port.name for port in ports if not port.keyword]
    count = len(step.sources) - len(keywords)
    return [positional[min(index, len(positional) - 1)] for index in range(count)] + list(keywords)
