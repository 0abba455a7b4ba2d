"""Words of a command line as inputs of a pipeline."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from pydantic import TypeAdapter, ValidationError

from compound.errors.run import InputMismatch
from compound.ports.matcher import assignable
from compound.ports.naming import type_name
from compound_pipelines.cli.files import files_of

if TYPE_CHECKING:
    from compound import Pipeline
    from compound.ports.signature import Port

Call = dict[str, Any]
"""The inputs of one run, by name."""


def calls_from_words(pipeline: Pipeline[..., Any], words: list[str]) -> list[Call]:
    """One run for each word of a pipeline with one input; one run from `name=value` words otherwise.

    Where that input takes a path, a folder stands for its files and a pattern for what it matches.

    Raises InputMismatch when a word cannot be read as its input's type.
    """
    ports = pipeline.signature.inputs
    if len(ports) == 1:
        port = ports[0]
        if assignable(Path, port.hint):
            words = [file for word in words for file in files_of(word)]
        return [{port.name: _read(pipeline, port, word)} for word in words]
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
    return [call]


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
