"""Finding by words, without a model: whoever knows the name of nothing starts here."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from compound_registry.capability import Capability
from compound_registry.manifest import Provider

_WEIGHTS = {"name": 3.0, "task": 2.0, "summary": 1.0}
_STEM = 4
"""Letters that words must share from their start to count as related: `summary` and `summarise`."""
_NEAR = 0.5
"""Of the best score: what is below answers something else that has a word in common."""
_SMALL = frozenset({
    "a", "an", "and", "as", "at", "by", "do", "for", "from", "how", "i", "in", "into", "is", "it", "its", "my", "of",
    "on", "or", "our", "out", "the", "this", "to", "what", "with",
})  # fmt: skip
"""Words that say nothing about what is wanted."""

Fields = Mapping[str, str]
T = TypeVar("T")


def search(
    words: str, known: Iterable[Provider], capabilities: Mapping[str, Capability]
) -> list[tuple[float, Provider]]:
    """Providers by how much of the words they answer, 0 to 1 and the best first; those far behind it are left out.

    A word counts most in a name, then in what people call the task, then in a summary; a word that only begins alike
    counts half.
    """
    wanted = _telling(words)
    return _best_first(
        (_score(wanted, _of_provider(provider, capabilities.get(provider.capability))), provider) for provider in known
    )


def search_capabilities(words: str, known: Iterable[Capability]) -> list[tuple[float, Capability]]:
    """Capabilities in the same way, whether anything provides them or not."""
    wanted = _telling(words)
    return _best_first((_score(wanted, _of_capability(capability)), capability) for capability in known)


def _of_provider(provider: Provider, capability: Capability | None) -> Fields:
    return {
        "name": f"{provider.capability} {_apart(provider.name)}",
        "task": " ".join(capability.tasks) if capability else "",
        "summary": f"{provider.summary} {capability.summary if capability else ''}",
    }


def _of_capability(capability: Capability) -> Fields:
    return {"name": capability.name, "task": " ".join(capability.tasks), "summary": capability.summary}


def _score(wanted: Sequence[str], fields: Fields) -> float:
    best = [max(_WEIGHTS[place] * _match(word, _words(text)) for place, text in fields.items()) for word in wanted]
    return sum(best) / (max(_WEIGHTS.values()) * len(wanted)) if wanted else 0.0


def _best_first(scored: Iterable[tuple[float, T]]) -> list[tuple[float, T]]:
    pairs = [pair for pair in scored if pair[0] > 0]
    near = _NEAR * max((score for score, _ in pairs), default=0.0)
    return sorted((pair for pair in pairs if pair[0] >= near), key=lambda pair: -pair[0])


def _apart(name: str) -> str:
    return re.sub("([A-Z])", r" \1", name)


def _match(word: str, text: list[str]) -> float:
    if word in text:
        return 1.0
    return 0.5 if len(word) >= _STEM and any(other[:_STEM] == word[:_STEM] for other in text) else 0.0


def _telling(text: str) -> list[str]:
    return [word for word in _words(text) if word not in _SMALL]


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())
