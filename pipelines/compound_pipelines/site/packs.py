"""How to write a pack: the files that `compound new pack` makes, and what it says about them."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from compound_pipelines.site.page import Page, written
from compound_registry.scaffold import new_pack

NAME = "acme"
LANGUAGES = {".py": "python", ".toml": "toml"}


def pack_page() -> Page:
    """Made from a pack that is made for the purpose, so that it shows what one gets."""
    with TemporaryDirectory() as folder:
        made = {file.relative_to(Path(folder, NAME)).as_posix(): file for file in new_pack(NAME, Path(folder))}
        readme = made["README.md"].read_text("utf-8").partition("\n")[2].strip()
        files = [
            (path, LANGUAGES[file.suffix], file.read_text("utf-8").rstrip())
            for path, file in made.items()
            if file.suffix in LANGUAGES
        ]
    return Page("packs.md", "Write a pack", written("packs", name=NAME, readme=readme, files=files))
