"""What the serialised form of a graph says of its steps: what each does, and where its inputs come from."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_KINDS = ("build", "gather", "when", "switch", "fallback", "each", "loop")
_LONG = 40
"""Characters up to which a constant is shown."""


@dataclass(frozen=True, slots=True)
class Place:
    """A step in a graph."""

    path: str
    """Its id with those of the bodies around it, `each/read`."""
    data: Mapping[str, Any]
    """As the serialised form has it."""
    around: Place | None
    """The `each` or `loop` in whose body it stands."""

    @property
    def kind(self) -> str:
        """The node that it calls, `module:qualname`, or what it is besides: `each`, `when`, `build`."""
        node: str | None = self.data.get("node")
        return node or next(kind for kind in _KINDS if kind in self.data)

    @property
    def work(self) -> str:
        """What it does, without what it does it to; equal for steps that do the same."""
        kept = {key: value for key, value in self.data.items() if key in ("node", "settings", "policy", "build")}
        return json.dumps(kept, sort_keys=True)

    def sources(self) -> dict[str, str]:
        """What each port is given, as people say it: `input page`, `each/crop.text`, `item of input pages`, a constant.

        Of a port that takes several values each is told apart, `port[1]`, as the journal does.
        """
        return {port: self._told(given) for port, given in _ports(self.data).items()}

    def _told(self, given: Any) -> str:
        fields = "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in given.get("fields", ()))
        return self._origin(given) + fields

    def _origin(self, given: Mapping[str, Any]) -> str:
        around = self.around
        if "step" in given:
            return given["step"] if around is None else f"{around.path}/{given['step']}"
        if "outer" in given and around is not None:
            return around._told(around.data["outer"][given["outer"]])
        if "input" in given:
            return f"input {given['input']}" if around is None else around._handed()
        constant = json.dumps(given.get("value"), ensure_ascii=False)
        return constant if len(constant) <= _LONG else f"{constant[:_LONG]}…"

    def _handed(self) -> str:
        """What the body of this step is given."""
        kind = "each" if "each" in self.data else "loop"
        return f"{'item' if kind == 'each' else 'state'} of {self._told(self.data[kind])}"


def places(form: str | None) -> dict[str, Place]:
    """Every step by its path; none of a graph that has no serialised form."""
    return {} if form is None else {place.path: place for place in _places(json.loads(form)["steps"], None)}


def _places(steps: list[Any], around: Place | None) -> Iterator[Place]:
    for data in steps:
        place = Place(data["id"] if around is None else f"{around.path}/{data['id']}", data, around)
        yield place
        if "body" in data:
            yield from _places(data["body"]["steps"], place)


def _ports(data: Mapping[str, Any]) -> dict[str, Any]:
    match data:
        case {"inputs": inputs}:
            return dict(pair for port, given in inputs.items() for pair in _each(port, given))
        case {"gather": _, "items": items}:
            return {str(key): item for key, item in zip(data.get("keys", range(len(items))), items, strict=True)}
        case {"when": condition, "then": then, "otherwise": otherwise}:
            return {"condition": condition, "then": then, "otherwise": otherwise}
        case {"switch": value, "cases": cases, "default": default}:
            return {"value": value, **{f"case {key!r}": case for key, case in cases}, "default": default}
        case {"fallback": [primary, secondary]}:
            return {"primary": primary, "fallback": secondary}
    return {kind: data[kind] for kind in ("each", "loop") if kind in data}


def _each(port: str, given: Any) -> Iterator[tuple[str, Any]]:
    if not isinstance(given, list):
        yield port, given
    elif len(given) == 1:
        yield port, given[0]
    else:
        yield from ((f"{port}[{index}]", one) for index, one in enumerate(given))
