"""What the first party's manifest promises holds for its nodes."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import entry_points

from compound_nodes.manifest import MANIFEST
from compound_registry.reading import NODES


def test_the_manifest_is_found_through_its_entry_point() -> None:
    assert MANIFEST in [entry_point.load() for entry_point in entry_points(group=NODES)]


def test_reading_the_manifest_and_its_ports_loads_no_node_and_no_model_library() -> None:
    code = (
        "import sys; from compound_nodes.manifest import MANIFEST; [p.ports() for p in MANIFEST.providers]; "
        "print([m for m in sys.modules if m.split('.')[0] in ('torch', 'transformers', 'onnxruntime', 'rapidocr') "
        "or m.startswith('compound_nodes.') and m != 'compound_nodes.manifest'])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"
