"""The text of a workflow file as plain data, and nothing more than that.

YAML can do more than data: tags that make objects, aliases that unfold a few lines into gigabytes, dates. All of it is
refused or read as text. A key that stands twice is refused too, where JSON and YAML would keep the last one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from compound.errors.workflow import InvalidWorkflow

LARGEST = 10_000_000
"""Bytes of a file that are read at the most."""


def decode(text: str | bytes, where: str) -> Any:
    """The data that JSON or YAML text stands for. Raises InvalidWorkflow."""
    try:
        if text[:1] in ("{", b"{"):
            return json.loads(text, object_pairs_hook=_once, parse_constant=_refuse_constant)
        return yaml.load(text, Loader=_DataLoader)
    except (ValueError, yaml.YAMLError) as error:
        raise InvalidWorkflow(where=where, problem=f"it is neither JSON nor YAML of plain data: {error}") from None
    except RecursionError:
        raise InvalidWorkflow(where=where, problem="it is nested too deeply") from None


def read_file(path: Path) -> bytes:
    """The bytes of a file. Raises InvalidWorkflow when it is too large or cannot be read."""
    try:
        if path.stat().st_size > LARGEST:
            raise InvalidWorkflow(where=str(path), problem=f"it is larger than {LARGEST:,} bytes")
        return path.read_bytes()
    except OSError as error:
        raise InvalidWorkflow(where=str(path), problem=f"it cannot be read: {error.strerror}") from None


def encode_yaml(data: Any) -> str:
    """YAML without aliases: what is written twice is written out twice, so that a person can edit it."""
    return yaml.dump(data, Dumper=_PlainDumper, sort_keys=False, allow_unicode=True)


class _PlainDumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


class _DataLoader(yaml.SafeLoader):
    yaml_implicit_resolvers = {  # noqa: RUF012 - as the base class has it
        sign: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
        for sign, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            alias = self.peek_event()  # type: ignore[no-untyped-call]
            raise yaml.YAMLError(f"the alias *{alias.anchor}; write what it stands for")
        return super().compose_node(parent, index)

    def construct_mapping(self, node: Any, deep: bool = False) -> Any:
        _once((key.value, None) for key, _ in node.value)
        return super().construct_mapping(node, deep)


def _once(pairs: Iterable[tuple[Any, Any]]) -> dict[Any, Any]:
    data = {}
    for key, value in pairs:
        if key in data:
            raise ValueError(f"the key {key!r} stands twice in one object")
        data[key] = value
    return data


def _refuse_constant(name: str) -> Any:
    raise ValueError(f'{name} is no JSON; write {{"$float": "{name}"}}')
