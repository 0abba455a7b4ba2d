"""Markdown into a site, by mkdocs and its Material theme."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Sequence
from importlib.resources import as_file, files
from pathlib import Path
from tempfile import TemporaryDirectory

from compound.errors.extras import MissingExtra
from compound_pipelines.site.page import Page, sections


def build(pages: Sequence[Page], target: Path) -> None:
    """Writes a site of these pages into a folder, which is replaced.

    Raises:
        MissingExtra: without mkdocs.
        mkdocs.exceptions.Abort: when a link leads nowhere.
    """
    try:
        from mkdocs.commands.build import build as build_site
        from mkdocs.config import load_config
    except ModuleNotFoundError as error:
        raise MissingExtra(extra="docs", package="mkdocs-material") from error
    with TemporaryDirectory() as sources, as_file(files("compound_pipelines.site")) as own:
        write(pages, Path(sources))
        shutil.copytree(own / "assets", Path(sources, "assets"))
        config = load_config(
            str(own / "mkdocs.yml"), docs_dir=sources, site_dir=str(target.resolve()), nav=sections(pages), strict=True
        )
        config.plugins.on_startup(command="build", dirty=False)
        build_site(config)


def write(pages: Iterable[Page], folder: Path) -> None:
    """The sources of the site."""
    for page in pages:
        file = folder / page.path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(page.text, "utf-8")
