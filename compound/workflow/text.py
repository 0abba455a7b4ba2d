"""The text of a workflow as plain data, and nothing more than that.

YAML can do more than data: tags that make objects, aliases that unfold a few lines into gigabytes, dates, numbers to
the base 60. Of all that nothing is read: a YAML text holds what a JSON text can hold. A key that stands twice is
refused too, where JSON and YAML would keep the last one.
"""

from __future__ import annotations

import json
from typing import Any

import yaml

from compound.errors.workflow import InvalidWorkflow
from compound.workflow.limits import LARGEST, refuse_excess
from compound.workflow.yaml_data import finite, once, read_yaml


def decode(text: str | bytes, where: str) -> Any:
    """The data that JSON or YAML text stands for. Raises InvalidWorkflow, also for more than `limits` allows."""
    if len(text) > LARGEST:
        raise InvalidWorkflow(where=where, problem=f"it is larger than {LARGEST:,} bytes")
    try:
        data = _read_json(text) if text[:1] in ("{", b"{") else read_yaml(text)
    except (ValueError, yaml.YAMLError) as error:
        raise InvalidWorkflow(where=where, problem=f"it is neither JSON nor YAML of plain data: {error}") from None
    except RecursionError:
        raise InvalidWorkflow(where=where, problem="it is nested too deeply") from None
    refuse_excess(data, where)
    return data


def encode_yaml(data: Any) -> str:
    """YAML without aliases: what is written twice is written out twice, so that a person can edit it."""
    return yaml.dump(data, Dumper=_PlainDumper, sort_keys=False, allow_unicode=True)


class _PlainDumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:
        return True


def _read_json(text: str | bytes) -> Any:
    return json.loads(text, object_pairs_hook=once, parse_constant=_refuse_constant, parse_float=finite)


def _refuse_constant(name: str) -> Any:
    raise ValueError(f'{name} is no JSON; write {{"$float": "{name}"}}')
