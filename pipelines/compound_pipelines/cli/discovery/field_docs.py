"""What stands under the fields of a class: the docstrings that Python does not keep."""

from __future__ import annotations

import ast
import inspect
from itertools import pairwise
from textwrap import dedent

from pydantic import BaseModel


def field_docs(cls: type[BaseModel]) -> dict[str, str]:
    """The string under each field of a model, on one line, by the field's name; inherited ones included.

    Read from the source, since asking pydantic to do it (`use_attribute_docstrings`) would read the source of every
    node whenever it is imported. Classes without source have none.
    """
    found: dict[str, str] = {}
    for owner in reversed(cls.__mro__):
        found |= _written_in(owner)
    return {name: text for name, text in found.items() if name in cls.model_fields}


def _written_in(cls: type) -> dict[str, str]:
    try:
        body = ast.parse(dedent(inspect.getsource(cls))).body[0]
    except (OSError, TypeError, SyntaxError):
        return {}
    assert isinstance(body, ast.ClassDef)
    return {
        field.target.id: " ".join(inspect.cleandoc(text.value.value).split())
        for field, text in pairwise(body.body)
        if isinstance(field, ast.AnnAssign)
        and isinstance(field.target, ast.Name)
        and isinstance(text, ast.Expr)
        and isinstance(text.value, ast.Constant)
        and isinstance(text.value.value, str)
    }
