"""Where in the user's code an error comes from: of all frames, those that are neither compound's nor a library's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from types import FrameType, TracebackType
from typing import TypeVar

E = TypeVar("E", bound=BaseException)

_OWN = frozenset({"compound", "compound_nodes", "compound_pipelines", "compound_registry"})
_MARK = "compound_place"


def place_of(error: BaseException) -> str:
    """`file:line` of the innermost frame of the user's code, or an empty string."""
    marked: str | None = getattr(error, _MARK, None)
    if marked is not None:
        return marked
    places = [f"{found.tb_frame.f_code.co_filename}:{found.tb_lineno}" for found in _users(error.__traceback__)]
    return places[-1] if places else ""


def mark_place(error: E, of: BaseException | None = None) -> E:
    """Notes the place on the error itself, whose traceback is about to be lost."""
    with suppress(AttributeError):
        setattr(error, _MARK, place_of(of or error))
    return error


def without_engine(error: E) -> E:
    """The error with the engine's outer frames off its traceback, which concern nobody."""
    found = error.__traceback__
    while found is not None and _is_own(found.tb_frame):
        found = found.tb_next
    return error.with_traceback(found) if found is not None else error


def let_go(error: BaseException) -> None:
    """Clears the engine's frames that led to the error, once they have ended.

    Python links a frame in a traceback to its callers: whoever keeps the error would keep all values of the run.
    """
    frame = error.__traceback__.tb_frame.f_back if error.__traceback__ is not None else None
    while frame is not None and _is_own(frame):
        try:
            frame.clear()
        except RuntimeError:  # it is still executing, and so are those before it
            return
        frame = frame.f_back


def _users(traceback: TracebackType | None) -> Iterator[TracebackType]:
    while traceback is not None:
        if not _is_own(traceback.tb_frame) and not traceback.tb_frame.f_code.co_filename.startswith(_libraries()):
            yield traceback
        traceback = traceback.tb_next


def _is_own(frame: FrameType) -> bool:
    return str(frame.f_globals.get("__name__")).partition(".")[0] in _OWN


@cache
def _libraries() -> tuple[str, ...]:
    import sysconfig

    paths = sysconfig.get_paths()
    return (*{paths[name] for name in ("stdlib", "platstdlib", "purelib", "platlib")}, "<frozen ")
