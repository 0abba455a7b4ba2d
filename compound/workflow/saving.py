"""The serialised form as a file."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from compound.workflow.text import encode_yaml
from compound.workflow.writing import write_workflow

if TYPE_CHECKING:
    from compound.graph.pipeline import Pipeline


def save(pipeline: Pipeline[..., Any], path: Path | str) -> None:
    """Writes the file whole or not at all. Raises NotSerialisable, or OSError when the place cannot be written."""
    data = write_workflow(pipeline)
    target = Path(path)
    text = json.dumps(data, indent=2) if target.suffix == ".json" else encode_yaml(data)
    draft = target.with_name(f".{target.name}.{os.getpid()}")  # not from tempfile, whose files only their owner reads
    with draft.open("x", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(target)
