"""A model card out of YAML, and what to do about one that is wrong."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from typing import Any

import yaml
from pydantic import ValidationError

from compound_registry.card import Card
from compound_registry.card_errors import BadCard

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # ten times as fast, where PyYAML was built with libyaml

_REMEDIES: Mapping[str, str] = {
    "name": "use lower-case letters, digits, dots and hyphens, such as smollm2-135m",
    "capabilities": "name each `domain.verb`, such as text.generate",
    "loader": "write it `package:Class`, such as transformers:AutoModel",
    "sha256": "give the 64 lower-case hex digits that `sha256sum FILE` prints, or leave it out for a hub repository",
    "licence": "give its SPDX identifier, such as Apache-2.0, or `LicenseRef-` and a name",
    "languages": 'give ISO 639-1 codes, or mul for many; YAML reads a bare no as false, so quote "no"',
}


def card_of(text: str, file: str) -> Card:
    """The card that a YAML text holds; `file` names the text in errors.

    Raises:
        BadCard: with every field that is wrong, why, and what to write instead.
    """
    try:
        fields = yaml.load(text, _LOADER)  # a safe loader, in C where there is one
    except yaml.YAMLError as error:
        raise BadCard(file=file, problems=(("", f"it is not YAML ({' '.join(str(error).split())})"),)) from error
    if not isinstance(fields, dict):
        raise BadCard(file=file, problems=(("", f"it holds a {type(fields).__name__}, not fields and their values"),))
    try:
        return Card.model_validate(fields)
    except ValidationError as error:
        wrong = tuple(_problem(problem) for problem in error.errors(include_url=False))
        raise BadCard(file=file, problems=wrong) from error


def _problem(error: Any) -> tuple[str, str]:
    """The field, and what is wrong with it and what to do."""
    place = ".".join(str(part) for part in error["loc"])
    field = str(error["loc"][0]) if error["loc"] else ""
    if error["type"] == "extra_forbidden":
        return place, _unknown(str(error["loc"][-1]))
    if error["type"] == "missing":
        return place, "it is missing"
    said = error["msg"].removeprefix("Value error, ")
    told = f"{said} (it is {error['input']!r})" if field else said
    return place, f"{told}: {_REMEDIES[field]}" if field in _REMEDIES else told


def _unknown(field: str) -> str:
    nearest = difflib.get_close_matches(field, Card.model_fields, n=1)
    return f"there is no such field; did you mean `{nearest[0]}`?" if nearest else "there is no such field"
