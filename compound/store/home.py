"""Where compound keeps what it fetches and remembers."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def home() -> Path:
    """The folder, absolute and not necessarily there yet.

    `COMPOUND_HOME` when set. Otherwise `compound` in the user's cache folder: `XDG_CACHE_HOME` when it is an absolute
    path (XDG Base Directory Specification 0.8), else `%LOCALAPPDATA%` on Windows, else `~/.cache`.
    """
    named = os.environ.get("COMPOUND_HOME")
    return Path(named).expanduser().absolute() if named else _cache() / "compound"


def blobs_place() -> Path | str:
    """Where blobs are kept: `COMPOUND_STORE`, a folder or a URL such as `s3://bucket/blobs`, else `blobs` in `home`."""
    return os.environ.get("COMPOUND_STORE") or home() / "blobs"


def _cache() -> Path:
    xdg = Path(os.environ.get("XDG_CACHE_HOME", ""))
    if xdg.is_absolute():
        return xdg
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    return Path.home() / ".cache"
