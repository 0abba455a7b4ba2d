"""Files into the index of passages: each content is read once, whatever its file is called."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated

from blake3 import blake3

from compound import DocumentText, Failed, Node, PageText, Pipeline, current_node, each, node, pipeline, when
from compound.errors.indexes import IndexUnusable
from compound.values.frozen import ReadOnly
from compound.values.value import Value
from compound_nodes.indexing.index import PassageIndex
from compound_nodes.plain_text import is_plain_text, plain_text
from compound_pipelines.document_answer import Skipped
from compound_registry import use

WINDOW = 2
"""Files whose pages are in memory at once."""


class Indexed(Value):
    """What can be asked of some files."""

    sources: Annotated[Mapping[str, str], ReadOnly]
    """The files in the index, by their key there."""
    files: int
    """How many different files could be read."""
    skipped: tuple[Skipped, ...]


class IndexFiles(Node, effect="write", blocking=True):
    """Puts files into an index that are not there yet; those that cannot be read are named and left out.

    A file is known by its content and by how it is read, split and embedded, so that a copy of it is not read again
    and a changed one is. Raises IndexCorrupt, IndexBusy, IndexNotOpened or IndexOfAnotherModel.
    """

    path: Path | None = None
    """The file of the index; by default the one under COMPOUND_HOME that all pipelines of a user share."""

    def run(self, sources: list[Path]) -> Indexed:
        keys, problems = _keys(sources)
        index = PassageIndex(self.path)
        known = index.known(keys)
        unread = {key: source for key, source in keys.items() if key not in known}
        problems |= dict(self._read(unread))
        return Indexed(
            sources={key: str(source) for key, source in keys.items() if source not in problems},
            files=len(keys.values() - problems.keys()),
            skipped=tuple(Skipped(source=str(source), reason=reason) for source, reason in problems.items()),
        )

    def _read(self, unread: Mapping[str, Path]) -> Iterator[tuple[Path, str]]:
        """Puts them into the index; yields those that failed, with why."""
        outcomes = indexing(self.path).using(window=WINDOW).map((source, key) for key, source in unread.items())
        for done, (source, outcome) in enumerate(zip(unread.values(), outcomes, strict=True), 1):
            current_node().progress(done, len(unread), source.name)
            if isinstance(outcome, Failed):
                if isinstance(outcome.error, IndexUnusable):
                    raise outcome.error
                yield source, _reason(source, outcome.error)


@node
def as_document(pages: list[PageText]) -> DocumentText:
    """The pages as one text that knows where each word stands."""
    return DocumentText.join(pages)


def indexing(path: Path | None = None) -> Pipeline[[Path, str], str]:
    """Puts a document into the index in this file, under a key."""

    @pipeline
    def index_file(source: Path, key: str) -> str:
        """Reads a document, splits it and puts its passages into the index."""
        text = when(
            is_plain_text(source),
            lambda: plain_text(source),
            lambda: as_document(each(use("document.read"), use("document.load")(source))),
        )
        passages = use("text.split")(text)
        return use("index.add", path=path)(key, passages, each(use("text.embed"), passages))

    return index_file


def _keys(sources: Sequence[Path]) -> tuple[dict[str, Path], dict[Path, str]]:
    """The first file of each content by its key, and those that could not be opened, with why."""
    keys: dict[str, Path] = {}
    problems: dict[Path, str] = {}
    recipe = _recipe()
    for source in dict.fromkeys(sources):
        try:
            keys.setdefault(_key(source, recipe), source)
        except OSError as error:
            problems[source] = _reason(source, error)
    return keys, problems


def _key(source: Path, recipe: bytes) -> str:
    if not source.is_file():
        raise FileNotFoundError(f"there is no file {source}")
    hasher = blake3(recipe)
    return hasher.update_mmap(source).hexdigest()


def _recipe() -> bytes:
    """The nodes that make passages of a file, with their versions and settings."""
    steps = ("document.load", "document.read", "text.split", "text.embed")
    nodes = [use(step) for step in steps]
    return "\0".join(f"{step.policy.version} {step!r}" for step in nodes).encode() + b"\0"


def _reason(source: Path, error: BaseException) -> str:
    said = str(error) or type(error).__name__
    return said if str(source) in said else f"{source}: {said}"
