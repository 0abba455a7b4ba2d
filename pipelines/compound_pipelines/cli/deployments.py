"""Deployments out of words of a command line."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from compound.backends.prefect.deploying import Deployment
from compound.backends.prefect.parameters import does_fit
from compound.errors.run import InputMismatch
from compound.ports.matcher import assignable
from compound.ports.naming import type_name
from compound_pipelines.cli.finding import allowed_modules, find_pipeline

if TYPE_CHECKING:
    from compound import Pipeline
    from compound.ports.signature import Port


def deployment_of(reference: str, words: Sequence[str] = (), **how: Any) -> Deployment:
    """The deployment of what a reference leads to, with the inputs of `name=value` words; `how` are its other fields.

    Raises PipelineNotFound, InputMismatch.
    """
    pipeline = find_pipeline(reference)
    inputs = dict(_input(pipeline, word) for word in words)
    return Deployment(pipeline, inputs=inputs, modules=tuple(sorted(allowed_modules())), **how)


def _input(pipeline: Pipeline[..., Any], word: str) -> tuple[str, Any]:
    name, _, text = word.partition("=")
    port = pipeline.signature.by_name.get(name)
    if port is None:
        names = ", ".join(pipeline.signature.by_name)
        raise InputMismatch(
            pipeline=pipeline.name, port=name, wanted=f"one of {names}", problem="there is no such input"
        )
    for value in _readings(port, text):
        if does_fit(pipeline, name, value):
            return name, value
    raise InputMismatch(
        pipeline=pipeline.name, port=name, wanted=type_name(port.hint), problem=f"{text!r} cannot be read as one"
    )


def _readings(port: Port, text: str) -> Iterator[Any]:
    """What a text may mean in JSON: the place of a file, since workers are elsewhere; itself; a number, a list, …"""
    if (assignable(Path, port.hint) or hasattr(port.hint, "__compound_convert__")) and Path(text).exists():
        yield str(Path(text).absolute())
    yield text
    try:
        yield json.loads(text)
    except ValueError:
        return
