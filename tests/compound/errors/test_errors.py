"""Errors as part of the API."""

from __future__ import annotations

import pickle
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

import compound.errors
from compound.errors import CompoundError, EdgeMismatch

TOPICS = [topic.name for topic in iter_modules(compound.errors.__path__)]
CLASSES = [
    value
    for topic in TOPICS
    for value in vars(import_module(f"compound.errors.{topic}")).values()
    if isinstance(value, type) and issubclass(value, CompoundError) and value.__module__.endswith(topic)
]


@pytest.mark.parametrize("error", CLASSES, ids=lambda error: error.__name__)
def test_each_can_be_imported_from_the_package_and_says_when_it_is_raised(error: type[CompoundError]) -> None:
    assert getattr(compound.errors, error.__name__) is error
    assert (error.__doc__ or "").startswith("Raised when")


def test_type_checkers_see_every_topic() -> None:
    source = Path(compound.errors.__file__).read_text(encoding="utf-8")
    for topic in TOPICS:
        assert f"from compound.errors.{topic} import" in source


def test_an_error_keeps_its_fields_on_the_way_to_another_process() -> None:
    error = EdgeMismatch(source="a", target="b", port="x", given="int", wanted="str")
    revived = pickle.loads(pickle.dumps(error))
    assert isinstance(revived, EdgeMismatch)
    assert (str(revived), revived.port, revived.wanted) == (str(error), "x", "str")


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="NoSuchError"):
        _ = compound.errors.NoSuchError  # type: ignore[attr-defined]
