"""The same weights through GGUF and back."""

from __future__ import annotations

from pathlib import Path

import pytest

from compound.values import Message
from compound_nodes.generation.causal_lm import CausalLM
from compound_nodes.generation.decoding import Decoding, finished


def test_a_gguf_file_is_converted_once_and_writes_what_its_source_does(
    tiny_writer: Path, tiny_gguf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMPOUND_HOME", str(tmp_path))
    question = (Message(role="user", content="hello the t"),)
    texts = [finished(CausalLM.load(folder).stream(question, Decoding(24))) for folder in (tiny_writer, tiny_gguf)]
    assert texts[0] == texts[1]
    (folder,) = (tmp_path / "converted").iterdir()
    written = (folder / "model.safetensors").stat().st_mtime_ns
    assert finished(CausalLM.load(tiny_gguf).stream(question, Decoding(24))) == texts[0]
    assert (folder / "model.safetensors").stat().st_mtime_ns == written
