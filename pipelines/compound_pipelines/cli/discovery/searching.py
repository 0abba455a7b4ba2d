"""Finding a node by words, without a model: whoever knows the name of nothing starts here."""

from __future__ import annotations

import re
from collections.abc import Iterable

from compound_registry.discovery import capabilities
from compound_registry.manifest import Provider

_WEIGHTS = {"name": 3.0, "task": 2.0, "summary": 1.0}
_STEM = 4
"""Letters that words must share from their start to count as related: `summary` and `summarise`."""


def search(words: str, known: Iterable[Provider]) -> list[tuple[float, Provider]]:
    """Providers by how much of the words they answer, 0 to 1 and the best first; those that answer none are left out.

    A word counts most in a name, then in what people call the task, then in a summary; a word that only begins alike
    counts half.
    """
    wanted = _words(words)
    scored = [(_score(wanted, provider), provider) for provider in known]
    return sorted((pair for pair in scored if pair[0] > 0), key=lambda pair: -pair[0])


def _score(wanted: list[str], provider: Provider) -> float:
    capability = capabilities().get(provider.capability)
    fields = {
        "name": f"{provider.capability} {_apart(provider.name)}",
        "task": " ".join(capability.tasks) if capability else "",
        "summary": f"{provider.summary} {capability.summary if capability else ''}",
    }
    best = [max(_WEIGHTS[place] * _match(word, _words(text)) for place, text in fields.items()) for word in wanted]
    return sum(best) / (max(_WEIGHTS.values()) * len(wanted)) if wanted else 0.0


def _apart(name: str) -> str:
    return re.sub("([A-Z])", r" \1", name)


def _match(word: str, text: list[str]) -> float:
    if word in text:
        return 1.0
    return 0.5 if len(word) >= _STEM and any(other[:_STEM] == word[:_STEM] for other in text) else 0.0


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())
