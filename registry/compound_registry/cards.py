"""The model cards that are installed: compound's own, and those that packs bring. One YAML file each."""

from __future__ import annotations

import difflib
import functools
import warnings
from importlib.resources import files
from importlib.resources.abc import Traversable

from compound.errors.models import UnknownModel
from compound.errors.packs import PackClash
from compound_registry.card import Card
from compound_registry.card_errors import BadCard, CardLeftOut
from compound_registry.card_reading import card_of
from compound_registry.discovery import packs


@functools.cache
def cards() -> dict[str, Card]:
    """Every card, by name, in alphabetical order.

    Warns of a pack's card that cannot be read (`CardLeftOut`), or that has the name of another pack's (`PackClash`);
    the rest is used.
    """
    found = own_cards()
    owner = dict.fromkeys(found, "compound")
    for pack in packs():
        for name, brought in (cards_of(pack.manifest.cards, str(pack)) if pack.manifest.cards else {}).items():
            first = owner.setdefault(name, str(pack))
            if found.setdefault(name, brought) is not brought:
                claim = f"a model card {name!r}"
                warnings.warn(PackClash(claim=claim, used=first, left_out=str(pack)), stacklevel=2)
    return dict(sorted(found.items()))


def own_cards() -> dict[str, Card]:
    """The cards that come with compound, by name. Raises BadCard."""
    return {card.name: card for card in map(_card_in, _yaml_files(files("compound_registry") / "cards"))}


def cards_of(package: str, pack: str) -> dict[str, Card]:
    """The cards that lie as YAML files in a package, by name; `pack` names whose they are in warnings.

    Warns with `CardLeftOut` of each that cannot be read, or of the package if that cannot be found.
    """
    found: dict[str, Card] = {}
    try:
        texts = _yaml_files(files(package))
    except (ImportError, TypeError) as error:  # no such package; a module that is none
        warnings.warn(CardLeftOut(pack=pack, reason=f"{package!r} is no package ({error})"), stacklevel=3)
        return found
    for file in texts:
        try:
            card = _card_in(file)
        except (BadCard, UnicodeDecodeError) as error:
            warnings.warn(CardLeftOut(pack=pack, reason=str(error)), stacklevel=3)
        else:
            found[card.name] = card
    return found


def card(name: str) -> Card:
    """The card of this name.

    Raises:
        UnknownModel: with the nearest names.
    """
    known = cards()
    if name not in known:
        raise UnknownModel(model=name, nearest=tuple(difflib.get_close_matches(name, known)), known=tuple(known))
    return known[name]


def _yaml_files(folder: Traversable) -> list[Traversable]:
    return sorted((file for file in folder.iterdir() if file.name.endswith(".yaml")), key=lambda file: file.name)


def _card_in(file: Traversable) -> Card:
    return card_of(file.read_text("utf-8"), file.name)
