"""What loading a folder of transformers takes besides calling it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from compound.errors.models import ModelDamaged
from compound_nodes.extras import require


def require_checkpoint(folder: Path, model: str) -> None:
    """Raises ModelDamaged unless the folder has a configuration and safetensors weights."""
    problems = [] if (folder / "config.json").is_file() else ["config.json is missing"]
    if not any(folder.glob("*.safetensors")):
        problems.append("there is no .safetensors file")
    if problems:
        raise ModelDamaged(model=model, folder=folder, problems=tuple(problems))


@contextmanager
def quiet_loading() -> Iterator[None]:
    """While this is open transformers draws no bars on the terminal, where the engine draws its own."""
    logging = require("transformers.utils.logging", extra="models")
    shown = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        if shown:
            logging.enable_progress_bar()
