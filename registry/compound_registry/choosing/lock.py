"""The lock file: choices that tomorrow's run makes again, or refuses to make."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Self

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from compound.errors.choosing import LockBroken, LockUnreadable
from compound_registry.choosing.candidate import Candidate
from compound_registry.choosing.exclusions import excluded
from compound_registry.choosing.needs import Needs

NAME = "compound.lock"
_HEAD = "# Written by `compound lock`. What it pins is chosen again, or refused when it has changed.\n"


class PinnedModel(BaseModel):
    """A model as it was when it was chosen."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    source: str
    sha256: str | None

    @property
    def pin(self) -> str:
        """Source and digest for people."""
        return f"{self.source} ({self.sha256 or 'no digest'})"


class PinnedChoice(BaseModel):
    """One choice: what was asked for, and what was chosen."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    capability: str
    needs: dict[str, Any] = {}
    provider: str
    """`module:Class`."""
    distribution: str
    """Name and version of the package that the provider comes with: `compound-engine 0.1.0`."""
    dtype: str | None = None
    models: tuple[PinnedModel, ...] = ()

    @classmethod
    def of(cls, candidate: Candidate, needs: Needs) -> Self:
        """The pin of a candidate that has a provider."""
        assert candidate.provider is not None
        models = tuple(PinnedModel(name=card.name, source=card.source, sha256=card.sha256) for card in candidate.cards)
        return cls(
            capability=candidate.capability,
            needs=needs.constraints,
            provider=candidate.provider.node,
            distribution=_distribution_of(candidate.provider.node),
            dtype=candidate.dtype,
            models=models,
        )

    def differences(self, now: PinnedChoice) -> tuple[str, ...]:
        """What changed since, a sentence each."""
        changes = [
            f"{field} was {was}, and is {became}"
            for field in ("distribution", "dtype")
            if (was := getattr(self, field)) != (became := getattr(now, field))
        ]
        by_name = {model.name: model for model in now.models}
        for model in self.models:
            if model.name not in by_name:
                changes.append(f"it used the model {model.name}, and uses {', '.join(by_name) or 'none'}")
            elif model != by_name[model.name]:
                changes.append(f"{model.name} was {model.pin}, and is {by_name[model.name].pin}")
        return tuple(changes)


class Lock(BaseModel):
    """A lock file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int = 1
    choices: tuple[PinnedChoice, ...] = ()

    @classmethod
    def read(cls, path: Path) -> Self:
        """Raises LockUnreadable."""
        try:
            return cls.model_validate(yaml.safe_load(path.read_text("utf-8")))
        except (OSError, UnicodeDecodeError, yaml.YAMLError, ValidationError) as error:
            raise LockUnreadable(path=path, reason=str(error)) from error

    def write(self, path: Path) -> None:
        """Replaces the file whole."""
        beside = path.with_name(f".{path.name}.{os.getpid()}")
        beside.write_text(_HEAD + yaml.safe_dump(self.model_dump(mode="json"), sort_keys=False), "utf-8")
        beside.replace(path)

    def pinned(self, capability: str, needs: Needs) -> PinnedChoice | None:
        """What was chosen when the same was asked for."""
        asked = needs.constraints
        return next((pin for pin in self.choices if (pin.capability, pin.needs) == (capability, asked)), None)


def lock_in_force() -> Path | None:
    """The lock file of this folder or the nearest above it; `COMPOUND_LOCK` names another, or none when empty."""
    named = os.environ.get("COMPOUND_LOCK")
    if named is not None:
        return Path(named) if named else None
    folder = Path.cwd()
    return next((path for place in (folder, *folder.parents) if (path := place / NAME).is_file()), None)


def locked(capability: str, needs: Needs, every: Iterable[Candidate]) -> Candidate | None:
    """The candidate that the lock file in force pins, when it pins one.

    Raises:
        LockBroken: when it is gone, has changed, or no longer meets the needs. Nothing is chosen in its place.
        LockUnreadable: when the file is not a lock file.
    """
    path = lock_in_force()
    pin = Lock.read(path).pinned(capability, needs) if path else None
    if path is None or pin is None:
        return None
    wanted = tuple(model.name for model in pin.models)
    same = [candidate for candidate in every if candidate.provider and candidate.provider.node == pin.provider]
    if not same:
        raise LockBroken(path=path, capability=capability, changes=(f"nothing installed provides {pin.provider}",))
    near = next((candidate for candidate in same if tuple(card.name for card in candidate.cards) == wanted), same[0])
    changes = pin.differences(PinnedChoice.of(near, needs))
    exclusion = excluded(near, needs)
    if exclusion is not None:
        changes = (*changes, f"{near.name}: {exclusion.reason}")
    if changes:
        raise LockBroken(path=path, capability=capability, changes=changes)
    return near


def _distribution_of(node: str) -> str:
    from compound_registry.discovery import pack_of

    pack = pack_of(node)
    return f"{pack.distribution} {pack.version}"
