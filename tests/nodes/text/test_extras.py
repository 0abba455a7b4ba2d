from __future__ import annotations

import sys
from pathlib import Path

import pytest

from compound.errors.extras import MissingExtra
from compound_nodes.extras import require


def test_a_missing_package_is_told_with_the_command_to_install_it() -> None:
    with pytest.raises(MissingExtra, match=r"pip install 'compound-engine\[models\]'") as caught:
        require("no_such_package_anywhere", extra="models")
    assert (caught.value.extra, caught.value.package) == ("models", "no_such_package_anywhere")


def test_a_package_that_is_there_is_imported() -> None:
    assert require("json.decoder", extra="models") is sys.modules["json.decoder"]


def test_a_package_that_is_broken_says_so_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "broken_package.py").write_text("import no_such_dependency")
    monkeypatch.syspath_prepend(tmp_path)
    with pytest.raises(ModuleNotFoundError, match="no_such_dependency"):
        require("broken_package", extra="models")
