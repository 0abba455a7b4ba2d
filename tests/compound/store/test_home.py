"""Where compound keeps things."""

from __future__ import annotations

from pathlib import Path

import pytest

from compound.store.home import home


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("COMPOUND_HOME", "XDG_CACHE_HOME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))


def test_the_named_folder_wins(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "/elsewhere")
    monkeypatch.setenv("COMPOUND_HOME", "~/mine")
    assert home() == tmp_path / "mine"


def test_a_relative_name_means_the_same_folder_wherever_the_process_goes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COMPOUND_HOME", "here")
    assert home() == tmp_path / "here"


def test_the_cache_folder_of_the_desktop_is_respected(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert home() == tmp_path / "cache" / "compound"


@pytest.mark.skipif("sys.platform == 'win32'")
@pytest.mark.parametrize("ignored", ["", "relative/cache"])
def test_otherwise_it_is_in_the_home_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, ignored: str) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", ignored)
    assert home() == tmp_path / ".cache" / "compound"


def test_asking_makes_nothing(tmp_path: Path) -> None:
    home()
    assert list(tmp_path.iterdir()) == []
