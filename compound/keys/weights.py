"""Digests of the weights that a node computes with."""

from __future__ import annotations

from compound.catalogue import catalogue
from compound.errors.store import WeightsUnknown


def weights_digest(node: str, model: str) -> str:
    """The digest of a model's weights. Raises WeightsUnknown where the installed catalogue cannot tell."""
    found = catalogue().model_digest(model)
    if found is None:
        raise WeightsUnknown(node=node, model=model)
    return found
