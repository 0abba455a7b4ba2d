"""Outputs of a pipeline for files, kept from run to run."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from blake3 import blake3
from pydantic import BaseModel, PydanticSchemaGenerationError, ValidationError

from compound.store.home import home
from compound_pipelines.cli.resuming.entries import Entries
from compound_pipelines.cli.resuming.identity import identity_of
from compound_pipelines.cli.used import only_reads

if TYPE_CHECKING:
    from compound import Pipeline
    from compound_pipelines.cli.words import Call

T = TypeVar("T")
DAYS = 30
"""An answer that was not asked for so long is removed."""
LARGEST = 1_000_000_000
"""Bytes of a file that is still read for its digest; no pipeline takes one so large whole."""


class Answer(BaseModel, Generic[T]):
    """What came out for a file, and what it took."""

    output: T
    models: frozenset[str]
    seconds: float


class Answers:
    """The answers of one pipeline, by the bytes and the name of the file.

    The name counts because an output may repeat it. Answers are JSON, which is read back through the type of the
    pipeline's output, strictly; one that would not come back as it was is not kept.
    """

    def __init__(self, identity: str, answer: type[Answer[Any]], entries: Entries) -> None:
        self._identity = identity
        self._answer = answer
        self._entries = entries
        self.trouble = ""
        """Why an answer could not be written, if one could not."""

    def key_of(self, call: Call) -> str | None:
        """The key of the answer for this call; None unless its only input names a readable file."""
        word = next(iter(call.values()), None)
        if not isinstance(word, str | os.PathLike):
            return None
        try:
            if not os.path.isfile(word) or os.path.getsize(word) > LARGEST:
                return None
            content = _digest_of(word)
        except (OSError, ValueError):
            return None
        return blake3(json.dumps([self._identity, os.fspath(word), content]).encode()).hexdigest()

    def recall(self, key: str) -> Answer[Any] | None:
        """The answer of an earlier run."""
        stored = self._entries.get(key)
        if stored is None:
            return None
        try:
            return self._read(stored)
        except ValidationError:
            return None

    def keep(self, key: str, output: Any, models: frozenset[str], seconds: float) -> None:
        """Keeps an answer, if it can be kept."""
        try:
            answer = self._answer.model_construct(output=output, models=models, seconds=seconds)
            stored = answer.model_dump_json(by_alias=False, warnings="error").encode()
            if self._read(stored).output != output:
                return
        except ValueError:
            # pydantic's errors are ValueErrors: this output has no such form, or none that it can be read from.
            return
        try:
            self._entries.put(key, stored)
        except OSError as error:
            self.trouble = error.strerror or str(error)

    def _read(self, stored: bytes) -> Answer[Any]:
        return self._answer.model_validate_json(stored, strict=True, by_name=True, by_alias=False)


def answers_of(pipeline: Pipeline[..., Any], kept_in: type[Entries]) -> Answers | None:
    """The answers of a pipeline; None for one that may not be resumed. Those long unused are removed.

    It must take one file, and only compute and read: what writes or acts has to happen again, and so has a question.
    """
    from compound.ports.matcher import assignable

    ports = pipeline.signature.inputs
    if len(ports) != 1 or not assignable(Path, ports[0].hint) or not only_reads(pipeline.plan):
        return None
    identity = identity_of(pipeline)
    try:
        answer = Answer[pipeline.signature.output.hint]  # type: ignore[name-defined]
    except (PydanticSchemaGenerationError, TypeError):
        return None
    if identity is None:
        return None
    entries = kept_in(home() / "answers")
    entries.forget_unused(DAYS)
    return Answers(identity, answer, entries)


def _digest_of(path: str | os.PathLike[str]) -> str:
    digest = blake3()
    with open(path, "rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()
