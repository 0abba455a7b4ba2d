"""YAML as JSON would have it: mappings with keys of text, sequences, text, numbers, true, false and null.

It is read from the parser's events. PyYAML's own loaders make objects for tags, unfold aliases, and read `1:30` as 90;
here a plain scalar is a number or a word only in the forms of JSON, which YAML's core schema has too
(https://yaml.org/spec/1.2.2/#103-core-schema), and text otherwise.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from typing import Any

import yaml

from compound.workflow.limits import DEEPEST, MOST

_PARSER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # in C it is ten times faster; some builds lack it
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?[0-9]+\.[0-9]*([eE][-+][0-9]+)?")
"""No more than what PyYAML writes text in quotes for, so that text comes back as text."""
_WORDS = {"true": True, "false": False, "null": None}
_WORDS |= {spelled(word): value for word, value in _WORDS.items() for spelled in (str.title, str.upper)}
_WORDS |= {"~": None, "": None}


def read_yaml(text: str | bytes) -> Any:
    """The data. Raises ValueError, also for what is more or deeper than `limits` allows, and yaml.YAMLError."""
    open_: list[list[Any]] = [[]]
    for count, event in enumerate(yaml.parse(text, Loader=_PARSER)):
        if count > MOST or len(open_) > DEEPEST:  # the parser takes longer with each level, so that it is stopped here
            raise ValueError(f"it holds more than {MOST:,} values, or {DEEPEST} levels")
        if isinstance(event, yaml.ScalarEvent):
            open_[-1].append(_scalar(event))
        elif isinstance(event, yaml.CollectionStartEvent):
            _refuse_tag(event)
            open_.append([])
        elif isinstance(event, yaml.CollectionEndEvent):
            items = open_.pop()
            open_[-1].append(items if isinstance(event, yaml.SequenceEndEvent) else once(_pairs(items)))
        elif isinstance(event, yaml.AliasEvent):
            raise ValueError(f"the alias *{event.anchor}; write what it stands for")
        elif isinstance(event, yaml.DocumentStartEvent) and open_[0]:
            raise ValueError("it holds several documents")
    return open_[0][0] if open_[0] else None


def once(pairs: Iterable[tuple[Any, Any]]) -> dict[str, Any]:
    """A dict, of keys that each stand once. Raises ValueError."""
    data: dict[str, Any] = {}
    for key, value in pairs:
        if key in data:
            raise ValueError(f"the key {key!r} stands twice in one object")
        data[key] = value
    return data


def finite(text: str) -> float:
    """The number of a text. Raises ValueError for one that is too large."""
    number = float(text)
    if math.isinf(number):
        raise ValueError(f"the number {text[:20]} is too large for a float")
    return number


def _pairs(items: list[Any]) -> Iterable[tuple[str, Any]]:
    for key in items[::2]:
        if not isinstance(key, str):
            raise ValueError(f"a key is no text but {type(key).__name__}; write it in quotes")
    return zip(items[::2], items[1::2], strict=True)


def _scalar(event: yaml.ScalarEvent) -> Any:
    _refuse_tag(event)
    text: str = event.value
    if not event.implicit[0]:  # it stands in quotes or as a block
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return finite(text) if _FLOAT.fullmatch(text) else text


def _refuse_tag(event: Any) -> None:
    if event.tag is not None and event.tag != "!":
        raise ValueError(f"the tag {event.tag}; data has none")
