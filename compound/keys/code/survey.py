"""Everything of one's own that a function or class leads to."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import FunctionType, ModuleType
from typing import Any

from compound.errors.store import NotKeyable
from compound.keys.code import packages
from compound.keys.code.classes import class_contents
from compound.keys.code.instructions import Imported, does, imports_in, names_in
from compound.keys.code.origins import Origins
from compound.keys.code.references import Reference, referred
from compound.keys.code.sources import source_of
from compound.keys.code.watch import Watch
from compound.keys.frames import Frame, member
from compound.keys.kinds import kind_of
from compound.keys.records import Fields
from compound.keys.spelling import digest, named, part
from compound.keys.value import spelled

_ABOUT_THE_MODULE = frozenset(("__builtins__", "__name__", "__file__", "__spec__", "__loader__"))


@dataclass(slots=True)
class Survey:
    """What was found; `watch` tells whether it would be found again."""

    origins: Origins
    watch: Watch = field(default_factory=Watch)
    units: dict[str, set[str]] = field(default_factory=dict)
    """Digests by `module:qualname` of each function and class, or the name of a module that is imported when it runs.
    There are several where closures share a name."""
    _seen: dict[int, object] = field(default_factory=dict)
    _waiting: list[Callable[[], None]] = field(default_factory=list)

    def follow(self, value: object) -> bytes:
        """Spell a value, and take in all code that it leads to. Raises NotKeyable, naming what has no key.

        Packages under development that the value itself mentions are followed as well: their version does not tell.
        """
        first = spelled(value, self._adopt)
        while self._waiting:
            self._waiting.pop()()
        self._seen.clear()
        return first

    def _adopt(self, value: object) -> bytes | Frame:
        if kind_of(type(value)) is None:
            self.origins.adopt(_reference(value).module)
        return self._mention(value)

    def _spell(self, value: object) -> bytes:
        """What stands for a value in the digest of the code that mentions it; code is taken in as well."""
        return spelled(value, self._mention)

    def _mention(self, value: object) -> bytes | Frame:
        kind = kind_of(type(value))
        if kind is None:
            return self._refer(value)
        if kind is member or isinstance(kind, Fields):
            # Code may call the methods of a record.
            self._refer(type(value))
        return kind(value)

    def _refer(self, value: object) -> Frame:
        """What stands for a thing that is not data, over the values that belong to it."""
        found = _reference(value)
        own = self.origins.are_own(found.module)
        if own and found.code is not None and id(found.code) not in self._seen:
            self._seen[id(found.code)] = found.code
            self._waiting.append(lambda: self._take_in(found))
        name = part(b"own" if own else b"foreign", found.name.encode())
        return Frame(value, found.below, lambda parts: part(b"reference", name + b"".join(parts)))

    def _take_in(self, found: Reference) -> None:
        try:
            if isinstance(found.code, FunctionType):
                contents = b"".join(self._function(found.code))
            elif isinstance(found.code, type):
                contents = part(b"class", b"".join(class_contents(found.code, self._spell)))
            else:
                return
        except NotKeyable as error:
            raise _within(found.name + ": ", error) from error
        self.units.setdefault(found.name, set()).add(digest(contents).hex())

    def _function(self, function: FunctionType) -> Iterator[bytes]:
        """Its code, its defaults, its attributes, what its closure holds, and the globals that it names.

        The code may be a decorator's from elsewhere. That is told by its version, and by what it holds as far as this
        has a key.
        """
        code = function.__code__
        own = self.origins.are_own(function.__globals__.get("__name__") or "__main__")
        spell = self._spell if own else self._spell_or_type
        for imported in imports_in(code) if own else ():
            self._import(imported, function.__globals__.get("__package__") or "")
        yield does(code) + self._spell((function.__defaults__, function.__kwdefaults__))
        for name, value in sorted(vars(function).items()):
            yield part(b"attribute", name.encode()) + spell(value)
        for name, cell in zip(code.co_freevars, function.__closure__ or (), strict=True):
            try:
                yield part(b"cell", name.encode()) + spell(self.watch.cell(cell))
            except ValueError:
                yield part(b"empty", name.encode())
            except NotKeyable as error:
                raise _within(f"the closure's `{name}`", error) from error
        if own:
            yield from self._globals(function.__globals__, names_in(code))

    def _spell_or_type(self, value: object) -> bytes:
        try:
            return self._spell(value)
        except NotKeyable:
            return named(type(value))

    def _globals(self, names: Mapping[str, Any], wanted: set[str]) -> Iterator[bytes]:
        """The globals of these names. An attribute that is called like one counts too: better once too often."""
        for name, value in self.watch.names(names, wanted - _ABOUT_THE_MODULE).items():
            yield part(b"global", name.encode())
            try:
                yield self._module(value, wanted) if isinstance(value, ModuleType) else self._spell(value)
            except NotKeyable as error:
                raise _within(f"the global `{name}`", error) from error

    def _module(self, module: ModuleType, wanted: set[str]) -> bytes:
        """A module of one's own counts by those of its names that the code mentions as well."""
        name = part(b"module", module.__name__.encode())
        if not self.origins.are_own(module.__name__) or id(module) in self._seen:
            return name
        self._seen[id(module)] = module
        found = b"".join(self._globals(vars(module), wanted))
        del self._seen[id(module)]
        return name + found

    def _import(self, imported: Imported, package: str) -> None:
        """Take in the source of a module of one's own that is imported when code runs, and what that imports."""
        name = imported.module
        if imported.level:
            name = importlib.util.resolve_name("." * imported.level + name, package) if package else ""
        if not name or not self.origins.are_own(name):
            return
        for module in (name, *(f"{name}.{below}" for below in imported.names)):
            file = packages.file_of(module)
            if file is not None and self.watch.file(file):
                source = source_of(file)
                self.units[module] = {source.digest}
                inner = module if file.endswith("__init__.py") else module.rpartition(".")[0]
                for further in source.imports:
                    self._import(further, inner)


def _reference(value: object) -> Reference:
    found = referred(value)
    if found is None:
        raise TypeError("code of a node leads to it, and it is neither data nor code")
    return found


def _within(place: str, error: NotKeyable) -> NotKeyable:
    return NotKeyable(path=place + error.path.removeprefix("value"), type_name=error.type_name, reason=error.reason)
