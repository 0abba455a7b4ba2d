from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from compound.errors.choosing import LockBroken, LockUnreadable
from compound_registry import Needs, use
from compound_registry.choice import watched
from compound_registry.choosing.lock import Lock, PinnedChoice
from tests.registry.choosing.conftest import GB, Rules, Small, World, card, provider

LOCAL = Needs(on_device=True)


@pytest.fixture
def usual(world: World) -> World:
    world.install(
        provider(Small, models=("small",)), provider(Rules), cards=[card("small", parameters=GB // 10)], here=["small"]
    )
    return world


@pytest.fixture
def lock(usual: World, tmp_path: Path) -> Path:
    """A lock file with the two choices of a pipeline."""
    with watched() as made:
        use("text.answer")
        use("text.answer", needs=LOCAL)
    path = tmp_path / "compound.lock"
    Lock(choices=tuple(PinnedChoice.of(candidate, needs) for candidate, needs in made)).write(path)
    return path


def test_a_locked_choice_is_made_again_whatever_ranks_first(usual: World, lock: Path) -> None:
    providers = usual.pack.manifest.providers
    usual.pack = replace(usual.pack, manifest=replace(usual.pack.manifest, providers=providers[::-1]))
    usual.refresh()
    assert isinstance(use("text.answer"), Small)
    assert isinstance(use("text.answer", needs=LOCAL), Small)


def test_settings_are_not_locked(lock: Path) -> None:
    assert use("text.answer", limit=9) == Small(limit=9)


def test_it_is_found_from_folders_below(lock: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usual_first = lock.read_text()
    below = tmp_path / "deep" / "below"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    lock.write_text(usual_first.replace("choosing_fakes:Small", "choosing_fakes:Gone"))
    with pytest.raises(LockBroken, match="nothing installed provides choosing_fakes:Gone"):
        use("text.answer")


def test_another_lock_file_or_none_can_be_named(lock: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lock.write_text(lock.read_text().replace("choosing_fakes:Small", "choosing_fakes:Gone"))
    monkeypatch.setenv("COMPOUND_LOCK", "")
    assert isinstance(use("text.answer"), Small)


class TestALockThatNoLongerFitsIsRefused:
    def test_when_the_weights_changed(self, usual: World, lock: Path) -> None:
        usual.cards["small"] = usual.cards["small"].model_copy(update={"source": "hf:maker/small@v2"})
        with pytest.raises(LockBroken, match=r"small was hf:maker/small@main .* and is hf:maker/small@v2"):
            use("text.answer")

    def test_when_the_package_changed(self, usual: World, lock: Path) -> None:
        usual.pack = replace(usual.pack, version="2.0")
        usual.refresh()
        with pytest.raises(LockBroken, match=r"distribution was compound-engine 1\.0, and is compound-engine 2\.0"):
            use("text.answer")

    def test_when_the_provider_uses_another_model(self, usual: World, lock: Path) -> None:
        providers = (provider(Small, models=("other",)),)
        usual.pack = replace(usual.pack, manifest=replace(usual.pack.manifest, providers=providers))
        usual.install(cards=[card("other", parameters=GB // 10)], here=["other"])
        with pytest.raises(LockBroken, match="it used the model small, and uses other"):
            use("text.answer")

    def test_when_it_no_longer_meets_the_needs(self, usual: World, lock: Path) -> None:
        first, *others = usual.pack.manifest.providers
        providers = (replace(first, remote=True), *others)
        usual.pack = replace(usual.pack, manifest=replace(usual.pack.manifest, providers=providers))
        usual.refresh()
        with pytest.raises(LockBroken, match="Small: inputs would leave this machine"):
            use("text.answer", needs=LOCAL)


@pytest.mark.parametrize("text", ["", "choices: 3", "- a", "version: 1\nchoices:\n- {capability: x}", "{", "\x00"])
def test_what_is_no_lock_file_is_refused(usual: World, tmp_path: Path, text: str) -> None:
    (tmp_path / "compound.lock").write_text(text)
    with pytest.raises(LockUnreadable, match="compound lock PIPELINE"):
        use("text.answer")
