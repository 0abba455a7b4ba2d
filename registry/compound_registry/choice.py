"""`use`: a node by what it does."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from compound.errors.capabilities import BadSettings, UnknownCapability
from compound.errors.choosing import NothingFits, UnknownProvider
from compound_registry import conformance
from compound_registry.discovery import providers

if TYPE_CHECKING:
    from compound_registry.choosing.candidate import Candidate
    from compound_registry.choosing.needs import Needs
    from compound_registry.manifest import Provider

Made = tuple["Candidate", "Needs"]
_watch: ContextVar[list[Made] | None] = ContextVar("compound_choices", default=None)


def use(capability: str, *, provider: str = "", needs: Needs | None = None, **settings: Any) -> Any:
    """A node of a capability, made with these settings. Its model loads when the node first runs.

    Without `provider` and `needs` it is the capability's default; `provider` names another by its class. With `needs`
    it is the first in the order of `find` that is installed and accepts the settings. What `compound.lock` pins for
    the same question is taken, or refused when it has changed.

    Raises:
        UnknownCapability: with the nearest names.
        UnknownProvider: with those that there are.
        NothingFits: with the reason for each.
        LockBroken: naming what changed since the lock file was written.
        BadSettings: naming each setting that the node does not accept, and why.
    """
    offers = _offers(capability)
    if provider:
        return _made(_named(capability, offers, provider), settings)
    from compound_registry.choosing.lock import lock_in_force

    if needs is None and _watch.get() is None and lock_in_force() is None:
        return _made(offers[0], settings)
    return _chosen(capability, needs, settings)


@contextmanager
def watched() -> Iterator[list[Made]]:
    """While it lasts, every choice that `use` makes is added to the list."""
    made: list[Made] = []
    before = _watch.set(made)
    try:
        yield made
    finally:
        _watch.reset(before)


def _chosen(capability: str, needs: Needs | None, settings: dict[str, Any]) -> Any:
    from compound_registry.choosing.gathering import candidates
    from compound_registry.choosing.lock import locked
    from compound_registry.choosing.needs import Needs

    asked = needs or Needs()
    every = candidates(capability, asked)
    pinned = locked(capability, asked, every)
    if pinned is not None:
        candidate, node = pinned, node_of(pinned, settings)
    elif needs is None:
        candidate = every[0]
        node = node_of(candidate, settings)
    else:
        candidate, node = _first_that_works(capability, needs, settings)
    made = _watch.get()
    if made is not None:
        made.append((candidate, asked))
    return node


def _first_that_works(capability: str, needs: Needs, settings: dict[str, Any]) -> tuple[Candidate, Any]:
    """The first choice that is installed and accepts the settings. Raises BadSettings when none accepts them."""
    from compound_registry.choosing.finding import find_for
    from compound_registry.choosing.readiness import missing_install
    from compound_registry.choosing.standing_in import falls_back_away

    found = find_for(capability, needs)
    reasons = [(candidate.name, exclusion.reason) for candidate, exclusion in found.ruled_out]
    refused: BadSettings | None = None
    for choice in found:
        if lacking := missing_install(choice.candidate):
            reasons.append((choice.candidate.name, lacking))
            continue
        try:
            node = node_of(choice.candidate, settings)
        except BadSettings as error:
            refused = refused or error
            continue
        if not (needs.on_device and falls_back_away(node)):
            return choice.candidate, node
        reasons.append((choice.candidate.name, "its own fallback sends inputs away"))
    if refused is not None:
        raise refused
    raise NothingFits(capability=capability, constraints=needs.constraints, reasons=tuple(reasons))


def node_of(candidate: Candidate, settings: dict[str, Any]) -> Any:
    """The node of a candidate that has a provider, told its model where it must be. Raises BadSettings."""
    assert candidate.provider is not None
    if candidate.selected and candidate.card is not None:
        settings = {"model": candidate.card.name, **settings}
    return _made(candidate.provider, settings)


def _offers(capability: str) -> tuple[Provider, ...]:
    known = providers()
    if capability not in known:
        nearest = tuple(difflib.get_close_matches(capability, known))
        raise UnknownCapability(capability=capability, nearest=nearest, known=tuple(sorted(known)))
    return known[capability]


def _named(capability: str, offers: tuple[Provider, ...], name: str) -> Provider:
    for provider in offers:
        if name in (provider.name, provider.node):
            return provider
    raise UnknownProvider(capability=capability, provider=name, known=tuple(offer.name for offer in offers))


def _made(provider: Provider, settings: dict[str, Any]) -> Any:
    node = conformance.load(provider)
    try:
        return node(**settings)
    except ValidationError as error:
        raise BadSettings(capability=provider.capability, node=provider.name, problems=_problems(error)) from error


def _problems(error: ValidationError) -> tuple[tuple[str, str], ...]:
    return tuple((".".join(map(str, problem["loc"])), problem["msg"]) for problem in error.errors())
