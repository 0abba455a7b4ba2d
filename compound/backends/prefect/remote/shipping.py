"""A pipeline on its way to the workers: its serialised form in the store, and the pipeline as they will read it."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from compound.backends.prefect.remote.errand import Form
from compound.modules import main_name
from compound.workflow.reading import load_workflow
from compound.workflow.writing import write_workflow

if TYPE_CHECKING:
    from compound.backends.prefect.remote.stock import Stock
    from compound.graph.pipeline import Pipeline

_REFERENCE = re.compile(r"([^\W\d]\w*(?:\.\w+)*):[^\W\d][\w.]*")


def ship(pipeline: Pipeline[..., Any], stock: Stock) -> tuple[Form, Pipeline[..., Any]]:
    """The form that workers are told of, and the pipeline that they read from it: slot for slot the same as theirs.

    Raises NotSerialisable, naming the step, for a pipeline that holds what a file cannot, and what `Blobs.put` raises.
    """
    data = write_workflow(pipeline)
    text = json.dumps(data)
    modules = tuple(sorted({name for name in _named(data) if name in sys.modules or name == main_name()}))
    form = Form(stock.blobs.put(text.encode()), stock.place, modules)
    return form, load_workflow(json.loads(text), modules)


def _named(data: Any) -> Iterator[str]:
    """The modules in whatever may be a reference `module:qualname`."""
    waiting = [data]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            waiting += part.values()
        elif isinstance(part, list):
            waiting += part
        elif isinstance(part, str) and (found := _REFERENCE.fullmatch(part)):
            yield found[1]
