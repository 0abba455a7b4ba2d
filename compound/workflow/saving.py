"""The serialised form as a file."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from compound.workflow.writing import write_workflow

if TYPE_CHECKING:
    from compound.graph.pipeline import Pipeline


class _Plain(yaml.SafeDumper):
    """YAML without anchors: what is written twice is written out twice, so that a person can edit it."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def save(pipeline: Pipeline[..., Any], path: Path | str) -> None:
    """Writes the file whole or not at all. Raises NotSerialisable, or OSError when the place cannot be written."""
    data = write_workflow(pipeline)
    target = Path(path)
    text = json.dumps(data, indent=2) if target.suffix == ".json" else yaml.dump(data, Dumper=_Plain, sort_keys=False)
    with tempfile.NamedTemporaryFile("w", encoding="utf-8", dir=target.parent, delete=False) as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(file.name, target)
