"""Ready pipelines made to measure: for a schema of one's own, for documents in one language."""

from __future__ import annotations

import importlib
from types import ModuleType
from typing import Any

from compound import Pipeline
from compound.errors.root import CompoundError
from compound_pipelines.cli.finding import module_of

TAILORED = {"document-understanding": ("compound_pipelines.document_understanding", "understanding")}
"""Module and function that make a ready pipeline to measure."""


class NotTailored(CompoundError):
    """Raised when a pipeline that is as it is is asked for with a schema or a language."""

    def __init__(self, *, reference: str, option: str) -> None:
        self.reference, self.option = reference, option
        super().__init__(f"{option} goes with {', '.join(TAILORED)}, and not with {reference!r}; leave it out.")


class SchemaNotFound(CompoundError):
    """Raised when `--schema` leads to no pydantic model."""

    def __init__(self, *, reference: str, known: tuple[str, ...]) -> None:
        self.reference, self.known = reference, known
        has = f"The models there are {', '.join(known)}." if known else "There is no pydantic model there."
        super().__init__(f"no schema {reference!r}: write `file.py:Model` or `package.module:Model`. {has}")


class UnknownLanguage(CompoundError):
    """Raised when `--language` is no language tag, or one of a language that is not known."""

    def __init__(self, *, tag: str) -> None:
        self.tag = tag
        super().__init__(f"{tag!r} is no language that is known: write a BCP 47 tag such as de, en-GB or pt-BR.")


def tailored(reference: str, *, schema: str | None = None, language: str | None = None) -> Pipeline[..., Any]:
    """A ready pipeline for the fields of a pydantic model (`file.py:Model` or `module:Model`) and a language (BCP 47).

    Raises NotTailored when the pipeline is not made to measure, SchemaNotFound, UnknownLanguage.
    """
    if reference not in TAILORED:
        raise NotTailored(reference=reference, option="--schema" if schema else "--language")
    module, function = TAILORED[reference]
    wishes: dict[str, Any] = {"schema": _model(schema)} if schema else {}
    if language:
        wishes["language"] = _checked(language)
    found: Pipeline[..., Any] = getattr(importlib.import_module(module), function)(**wishes)
    return found


def _model(reference: str) -> Any:
    place, _, name = reference.partition(":")
    module = module_of(place, reference)
    model = getattr(module, name, None)
    if not hasattr(model, "model_fields"):
        raise SchemaNotFound(reference=reference, known=_models_in(module))
    return model


def _models_in(module: ModuleType) -> tuple[str, ...]:
    return tuple(name for name, value in vars(module).items() if hasattr(value, "model_fields") and name != "BaseModel")


def _checked(tag: str) -> str:
    from babel import Locale, UnknownLocaleError

    try:
        Locale.parse(tag, sep="-")
    except (ValueError, UnknownLocaleError) as error:
        raise UnknownLanguage(tag=tag) from error
    return tag
