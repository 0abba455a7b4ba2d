"""What could do it: a node, the model it would run, and in which numbers."""

from __future__ import annotations

from dataclasses import dataclass

from compound_registry.card import Card, Dtype
from compound_registry.manifest import Provider


@dataclass(frozen=True, slots=True)
class Candidate:
    """A provider with its models, or a model that no installed node runs."""

    capability: str
    provider: Provider | None
    cards: tuple[Card, ...] = ()
    """The models, the one that matters most first; none for plain rules."""
    dtype: Dtype | None = None
    """Of the first model's weights."""
    selected: bool = False
    """Whether the model is one that the provider must be told, by its setting `model`."""

    @property
    def card(self) -> Card | None:
        """The model that matters most."""
        return self.cards[0] if self.cards else None

    @property
    def family(self) -> str:
        """The model's family; `rules` for a node without a model, `remote` for one behind a server."""
        if self.card is not None:
            return self.card.family
        return "remote" if self.remote else "rules"

    @property
    def remote(self) -> bool:
        """Whether inputs leave this machine."""
        return (self.provider is not None and self.provider.remote) or any(card.remote for card in self.cards)

    @property
    def quantised(self) -> bool:
        return self.dtype in ("int8", "int4")

    @property
    def size(self) -> int | None:
        """Bytes of all loaded weights; 0 where there are none, None where nobody knows."""
        if self.remote:
            return 0
        sizes = [card.loaded_size(self._dtype_of(card)) for card in self.cards]
        return None if None in sizes else sum(size for size in sizes if size is not None)

    @property
    def work(self) -> int:
        """Parameters that a token or a picture passes through: the more, the later and the dearer."""
        return sum(card.active or card.parameters or 0 for card in self.cards)

    @property
    def name(self) -> str:
        """What it is called in lists, lock files and measurements: the node, and the model where it is not its own."""
        node = self.provider.name if self.provider else "(no node)"
        return f"{node} + {self.card.name}" if self.card and (self.selected or not self.provider) else node

    def _dtype_of(self, card: Card) -> Dtype:
        return self.dtype if self.dtype and card is self.card else card.dtypes[0]
