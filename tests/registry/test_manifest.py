"""What the first party's manifest promises holds for its nodes."""

from __future__ import annotations

import inspect
import subprocess
import sys
from collections.abc import Generator
from importlib.metadata import entry_points
from typing import Any, get_args, get_origin, get_type_hints

import pytest

from compound.ports.hints import unpack
from compound_nodes.manifest import MANIFEST
from compound_registry.discovery import GROUP
from compound_registry.manifest import Provider


def test_the_manifest_is_found_through_its_entry_point() -> None:
    assert MANIFEST in [entry_point.load() for entry_point in entry_points(group=GROUP)]


def test_reading_the_manifest_and_its_ports_loads_no_node_and_no_model_library() -> None:
    code = (
        "import sys; from compound_nodes.manifest import MANIFEST; [p.ports() for p in MANIFEST.providers]; "
        "print([m for m in sys.modules if m.split('.')[0] in ('torch', 'transformers', 'onnxruntime', 'rapidocr') "
        "or m.startswith('compound_nodes.') and m != 'compound_nodes.manifest'])"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "[]\n"


@pytest.mark.parametrize("provider", MANIFEST.providers, ids=lambda provider: provider.capability)
def test_its_ports_are_those_of_the_node(provider: Provider) -> None:
    run = provider.load().run
    hints = get_type_hints(run)
    required = {
        name: hints[name]
        for name, parameter in inspect.signature(run).parameters.items()
        if name != "self" and parameter.default is parameter.empty
    }
    output = hints["return"]
    if get_origin(output) is Generator:
        output = get_args(output)[2]
    promised = provider.ports()
    assert promised.inputs == required
    depends_on_settings = output is Any
    assert depends_on_settings or promised.output in (output, unpack(output)[0])
