"""Ids of steps: the name of the node, `name#2` on repeats, `outer/inner` when nested."""

from __future__ import annotations


def refuse_reserved(name: str) -> None:
    """Raises InvalidName for a name that would be mistaken for the id of another step."""
    if not name or "#" in name or "/" in name:
        from compound.errors.build import InvalidName

        raise InvalidName(name=name, reason="`#` counts repeats and `/` marks nesting; use other signs")


class Names:
    """The ids that are taken in one graph."""

    def __init__(self, graph: str) -> None:
        self._graph = graph
        self._counts: dict[str, int] = {}

    def fresh(self, name: str) -> str:
        """This name, with a number when it is not the first."""
        count = self._counts.get(name, 0) + 1
        self._counts[name] = count
        return name if count == 1 else f"{name}#{count}"

    def replace(self, old: str, new: str) -> None:
        """Takes a name for a step that had another. Raises DuplicateName."""
        if old == new:
            return
        if new in self._counts:
            from compound.errors.build import DuplicateName

            raise DuplicateName(name=new, pipeline=self._graph)
        self._give_back(old)
        self._counts[new] = 1

    def _give_back(self, name: str) -> None:
        """Frees the latest number, so that the next node of the same kind does not skip one."""
        base, _, number = name.partition("#")
        count = self._counts.get(base, 0)
        if (number or "1") == str(count):
            self._counts[base] = count - 1
            if count == 1:
                del self._counts[base]
