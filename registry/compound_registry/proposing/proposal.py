"""`proposed`: the YAML of a card, with a TODO for everything that the files do not tell."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from compound.models.source import FileSource
from compound_registry.card import Card
from compound_registry.card_errors import NothingDescribed
from compound_registry.proposing.configuration import facts_of_configuration
from compound_registry.proposing.front_matter import facts_of_front_matter
from compound_registry.proposing.weights import facts_of_weights

_OPEN: Mapping[str, str] = {
    "name": "lower-case letters, digits, dots and hyphens",
    "family": "what it is; slm where it runs on any machine, llm where it does not",
    "capabilities": "[domain.verb, …], what it is good for",
    "loader": "package:Class that opens it",
    "source": "hf:org/name@commit, pypi:package==version#path or file:/path",
    "parameters": "all of them, from the maker's page; no such line where nobody tells",
    "dtypes": "[what it can be loaded in, the default first], of fp32, fp16, bf16, int8 and int4",
    "context": "tokens; no such line where it has no limit",
    "languages": "[ISO 639-1 codes]; no such line where language does not matter",
    "inputs": "[of text, image, audio, video, mask, box, action, embedding, label]",
    "outputs": "[of the same]",
    "licence": "SPDX identifier, or LicenseRef- and a name",
    "summary": "what it is, in a line",
    "strengths": "what to take it for",
    "limits": "what it cannot do, and how good it is, said plainly",
    "page": "address of the maker's description",
}
"""What to write where the files do not tell."""


def proposed(path: Path) -> str:
    """A card for the checkpoint in a folder, or for the hub's model card in a Markdown file, as YAML.

    Facts come from `config.json`, `model_index.json`, the headers of safetensors files and the front matter of
    `README.md`. Every other field that a card should have is a comment that begins with TODO: nothing is guessed.

    Raises:
        NothingDescribed: when none of these is there, or one cannot be read.
        UnsafeCheckpoint: when a weights file is not what its name says.
    """
    facts = _of_folder(path) if path.is_dir() else _of_page(path)
    return "".join(_lines(facts))


def _of_folder(folder: Path) -> dict[str, Any]:
    readme = folder / "README.md"
    facts = facts_of_configuration(folder) | facts_of_weights(folder)
    if readme.is_file():
        facts = facts_of_front_matter(readme) | facts
    if not facts:
        reason = "it has no config.json, model_index.json or safetensors, and no README.md with front matter"
        raise NothingDescribed(path=folder, reason=reason)
    own = {"name": _name(folder.resolve().name), "source": FileSource(folder.resolve()).url}
    return {field: value for field, value in own.items() if value} | facts


def _of_page(page: Path) -> dict[str, Any]:
    if not page.is_file():
        raise NothingDescribed(path=page, reason="there is nothing there")
    facts = facts_of_front_matter(page)
    if not facts:
        raise NothingDescribed(path=page, reason="no front matter at its top tells anything that a card has")
    return facts


def _lines(facts: Mapping[str, Any]) -> Iterator[str]:
    for field in Card.model_fields:
        if field in facts:
            lists_in_one_line = None if isinstance(facts[field], list) else False
            yield yaml.safe_dump({field: facts[field]}, default_flow_style=lists_in_one_line, width=118)
        elif field in _OPEN:
            yield f"# TODO {field}: {_OPEN[field]}\n"


def _name(folder: str) -> str:
    return re.sub(r"[^a-z0-9.]+", "-", folder.lower()).strip("-.")
