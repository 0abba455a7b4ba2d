"""Every failure that compound raises on purpose, one class each, a file for each topic.

Catch `CompoundError` for all of them. Each class carries what it knows as typed attributes, so that callers
need not read the message; the message says what went wrong, where, and what to do about it. All of them can be
imported from here; a topic is loaded when one of its classes is asked for.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any

from compound.errors.root import CompoundError

if TYPE_CHECKING:
    from compound.errors.approval import *  # noqa: F403
    from compound.errors.arrivals import *  # noqa: F403
    from compound.errors.build import *  # noqa: F403
    from compound.errors.cache import *  # noqa: F403
    from compound.errors.capabilities import *  # noqa: F403
    from compound.errors.choosing import *  # noqa: F403
    from compound.errors.conformance import *  # noqa: F403
    from compound.errors.declare import *  # noqa: F403
    from compound.errors.deploy import *  # noqa: F403
    from compound.errors.documents import *  # noqa: F403
    from compound.errors.extras import *  # noqa: F403
    from compound.errors.generation import *  # noqa: F403
    from compound.errors.indexes import *  # noqa: F403
    from compound.errors.journal import *  # noqa: F403
    from compound.errors.models import *  # noqa: F403
    from compound.errors.packs import *  # noqa: F403
    from compound.errors.ports import *  # noqa: F403
    from compound.errors.provenance import *  # noqa: F403
    from compound.errors.remote import *  # noqa: F403
    from compound.errors.run import *  # noqa: F403
    from compound.errors.scaffold import *  # noqa: F403
    from compound.errors.seeing import *  # noqa: F403
    from compound.errors.store import *  # noqa: F403
    from compound.errors.values import *  # noqa: F403
    from compound.errors.workflow import *  # noqa: F403


def __getattr__(name: str) -> Any:
    if name[:1].isupper():
        for topic in iter_modules([str(Path(__file__).parent)]):
            found = getattr(import_module(f"{__name__}.{topic.name}"), name, None)
            if isinstance(found, type) and issubclass(found, CompoundError):
                return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


__all__ = ["CompoundError"]
