"""A new pack works as it comes."""

from __future__ import annotations

import importlib
import os
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Callable
from pathlib import Path

import pytest

from compound.errors.scaffold import BadPackName, PackNotMade
from compound.values import Text
from compound_registry import discovery, use
from compound_registry.conformance import check
from compound_registry.scaffold import new_pack

Install = Callable[..., None]


def test_its_node_is_found_keeps_its_capability_and_runs(
    tmp_path: Path, packs: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = new_pack("acme-tools", tmp_path)
    monkeypatch.syspath_prepend(tmp_path / "acme-tools")
    manifest = importlib.import_module("acme_tools.manifest")
    assert "acme_tools.redact" not in sys.modules
    packs("acme-tools", manifest.MANIFEST, manifest.CAPABILITIES)
    assert list(discovery.providers()) == list(discovery.capabilities()) == ["acme_tools.redact"]
    assert check() == ()
    assert use("acme_tools.redact")(Text(content="to a.b@c.org!")) == Text(content="to [address]!")
    assert all(path.is_file() for path in files)
    assert {path.relative_to(tmp_path).parts[0] for path in files} == {"acme-tools"}


def test_no_template_word_is_left_over(tmp_path: Path) -> None:
    for path in new_pack("acme", tmp_path):
        assert "{{" not in path.read_text("utf-8")


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    (tmp_path / "acme").mkdir()
    with pytest.raises(PackNotMade, match="nothing is overwritten"):
        new_pack("acme", tmp_path)
    assert list((tmp_path / "acme").iterdir()) == []


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    with pytest.raises(PackNotMade, match="Not a directory"):
        new_pack("acme", tmp_path / "file")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("Acme", "not made of"),
        ("../acme", "not made of"),
        ("acme_nodes", "not made of"),
        ("acme--nodes", "not made of"),
        ("2acme", "not made of"),
        ("", "not made of"),
        ("acme\n", "not made of"),
        ("class", "belongs to Python"),
        ("json", "belongs to Python"),
        ("compound-acme", "compound's own"),
        ("numpy", "installed here"),
    ],
)
def test_a_name_that_would_not_work_is_refused(tmp_path: Path, name: str, reason: str) -> None:
    with pytest.raises(BadPackName, match=reason):
        new_pack(name, tmp_path)
    assert list(tmp_path.iterdir()) == []


@pytest.fixture
def python(tmp_path: Path) -> Callable[..., str]:
    """Runs Python in an environment of its own, in which compound and its test tools are installed."""
    home = tmp_path / "env"
    venv.create(home, with_pip=False, symlinks=True)
    (site,) = home.glob("lib/python*/site-packages")
    (site / "outer.pth").write_text(f"import site; site.addsitedir({sysconfig.get_path('purelib')!r})\n", "utf-8")
    outside = {key: value for key, value in os.environ.items() if not key.startswith(("PYTHON", "PIP_"))}

    def run(*arguments: str) -> str:
        command = [str(home / "bin" / "python"), *arguments]
        done = subprocess.run(command, cwd=tmp_path, env=outside, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    return run


COMMAND = ("-c", "from compound_pipelines.cli import main; main()")
PIPELINE = """
from compound import Text, pipeline
from compound_registry import Needs, use

@pipeline
def redacted(text: Text) -> Text:
    return use("acme_tools.redact", needs=Needs(on_device=True), mark="x")(text)
"""


@pytest.mark.soak
def test_a_pack_is_installed_found_chosen_locked_and_removed(tmp_path: Path, python: Callable[..., str]) -> None:
    listed = ("-c", "from compound_registry.discovery import providers; print('acme_tools.redact' in providers())")
    (tmp_path / "mine.py").write_text(PIPELINE)
    python(*COMMAND, "new", "pack", "acme-tools")
    assert python(*listed) == "False\n"
    python("-m", "pip", "install", "--no-deps", "--no-build-isolation", "--no-index", "-e", "acme-tools")
    assert python(*listed) == "True\n"
    assert "3 passed" in python("-m", "pytest", "-p", "no:cacheprovider", "acme-tools")
    assert '"ready": true' in python(*COMMAND, "nodes", "find", "acme_tools.redact", "--on-device", "--json")
    assert python(*COMMAND, "run", "mine.py:redacted", "a@b.org") == '{\n  "content": "x",\n  "spans": []\n}\n'
    python(*COMMAND, "lock", "mine.py:redacted")
    assert "acme_tools" in (tmp_path / "compound.lock").read_text()
    python(*COMMAND, "run", "mine.py:redacted", "a@b.org")
    python("-m", "pip", "uninstall", "-y", "acme-tools")
    assert python(*listed) == "False\n"
