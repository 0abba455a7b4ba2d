"""Words of a command line as inputs of a pipeline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from compound.errors.run import InputMismatch
from compound.ports.matcher import assignable
from compound.ports.naming import type_name
from compound_pipelines.cli.files import Finder
from compound_pipelines.cli.suffixes import suffixes_for

if TYPE_CHECKING:
    from compound import Pipeline
    from compound.ports.signature import Port

Call = dict[str, Any]
"""The inputs of one run, by name."""


@dataclass(frozen=True, slots=True)
class Calls:
    """The runs that the words ask for."""

    calls: Sequence[Call]
    left_out: int = 0
    """Files in folders that are of other types than the pipeline reads."""
    troubles: Sequence[str] = ()
    """What is wrong with some of the folders; the others are there."""


def calls_from_words(pipeline: Pipeline[..., Any], words: Sequence[str]) -> Calls:
    """One run for each word of a pipeline with one input; one run from `name=value` words otherwise.

    Where that input takes a path, a folder stands for its files and a pattern for what it matches. A pipeline whose
    first of several inputs takes a list of paths runs once, on the files of all words but those for the other inputs.

    Raises InputMismatch when a word cannot be read as its input's type.
    """
    ports = pipeline.signature.inputs
    if len(ports) > 1 and len(words) >= len(ports) and assignable(list[Path], ports[0].hint):
        return _on_all_files(pipeline, words)
    if len(ports) != 1 or not words:
        return Calls([_by_name(pipeline, words)])
    port = ports[0]
    if not assignable(Path, port.hint):
        return Calls([{port.name: _read(pipeline, port, word)} for word in words])
    finder = Finder(suffixes_for(pipeline))
    calls = [{port.name: _read(pipeline, port, file)} for file in finder.files(words)]
    return Calls(calls, finder.left_out, finder.troubles)


def _on_all_files(pipeline: Pipeline[..., Any], words: Sequence[str]) -> Calls:
    """One run: the last words are the inputs after the first, and the files of all before them are the first."""
    first, *rest = pipeline.signature.inputs
    files, others = words[: -len(rest)], words[-len(rest) :]
    finder = Finder()
    call: Call = {first.name: [Path(file) for file in finder.files(files)]}
    call |= {port.name: _read(pipeline, port, word) for port, word in zip(rest, others, strict=True)}
    return Calls([call], finder.left_out, finder.troubles)


def _by_name(pipeline: Pipeline[..., Any], words: Sequence[str]) -> Call:
    ports = pipeline.signature.inputs
    by_name = {port.name: port for port in ports}
    call: Call = {}
    for index, word in enumerate(words):
        name, equals, value = word.partition("=")
        if equals and name in by_name:
            call[name] = _read(pipeline, by_name[name], value)
        elif index < len(ports):
            call[ports[index].name] = _read(pipeline, ports[index], word)
        else:
            names = ", ".join(by_name)
            raise InputMismatch(
                pipeline=pipeline.name, port=word, wanted=f"one of {names}", problem="it is one too many"
            )
    return call


def _read(pipeline: Pipeline[..., Any], port: Port, word: str) -> Any:
    """The word itself where text or a file will do, a number or JSON where the port wants one."""
    if assignable(str, port.hint) or hasattr(port.hint, "__compound_convert__"):
        return word
    try:
        adapter: TypeAdapter[Any] = TypeAdapter(port.hint)
    except Exception:  # noqa: BLE001 - pydantic raises many kinds for types it does not know; the edge says it better
        return word
    for read in (adapter.validate_python, adapter.validate_json):
        try:
            return read(word)
        except ValidationError:
            continue
    raise InputMismatch(
        pipeline=pipeline.name, port=port.name, wanted=type_name(port.hint), problem=f"{word!r} cannot be read as one"
    )
