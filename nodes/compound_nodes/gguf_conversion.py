"""A GGUF checkpoint as a transformers folder, converted once: reading GGUF takes about 25 s, reading the folder 0.3."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from compound.store.home import home
from compound_nodes.extras import require
from compound_nodes.transformers_loading import quiet_loading

LAYOUT = "2"
"""Part of the folder's name; change it when what is written changes."""


def converted(gguf: Path) -> Path:
    """The folder (safetensors in fp16, configuration, tokenizer) for this file, made now if it is not there.

    It lies in `COMPOUND_HOME/converted`, under the sha256 of the GGUF. It appears there whole or not at all: a process
    that dies leaves at most a folder with another name, and two that convert at once end with the same one.

    Raises:
        MissingExtra: without torch, transformers, gguf or accelerate.
    """
    folder = home() / "converted" / f"{_sha256(gguf)}-{LAYOUT}"
    if folder.is_dir():
        return folder
    for package in ("torch", "transformers", "gguf", "accelerate"):
        require(package, extra="models")
    folder.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".converting-", dir=folder.parent))
    try:
        _convert(gguf, draft)
        _put_in_place(draft, folder)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return folder


def _convert(gguf: Path, folder: Path) -> None:
    torch = require("torch", extra="models")
    transformers = require("transformers", extra="models")
    with quiet_loading():
        read = transformers.AutoModelForCausalLM.from_pretrained(
            gguf.parent, gguf_file=gguf.name, local_files_only=True, dtype=torch.float32
        )
        tokenizer = transformers.AutoTokenizer.from_pretrained(gguf.parent, gguf_file=gguf.name, local_files_only=True)
        plain = transformers.AutoModelForCausalLM.from_config(_without_quantization(read.config), dtype=torch.float16)
        plain.load_state_dict(read.state_dict())
        plain.tie_weights()
        plain.generation_config = read.generation_config
        plain.save_pretrained(folder)
        tokenizer.save_pretrained(folder)


def _without_quantization(config: Any) -> Any:
    """transformers refuses to save a model whose configuration still says GGUF."""
    fields = {name: value for name, value in config.to_dict().items() if name != "quantization_config"}
    return type(config).from_dict(fields)


def _put_in_place(draft: Path, folder: Path) -> None:
    try:
        os.replace(draft, folder)
    except OSError:
        if not folder.is_dir():
            raise


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
