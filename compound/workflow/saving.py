"""The serialised form as a file."""

from __future__ import annotations

import json
import os
import tempfile
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
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=target.parent, delete=False) as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(file.name, target)
