"""Renders PDFs in a process of their own, which can be limited and killed."""

from __future__ import annotations

import json
import struct
import subprocess
import sys
import threading
from array import array
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic
from typing import IO, TYPE_CHECKING, Any

from compound.errors.documents import (
    DocumentCorrupt,
    DocumentEncrypted,
    PageSizeRefused,
    RendererDied,
    RenderOutOfMemory,
    RenderTimedOut,
    TooManyPages,
)
from compound.errors.extras import MissingExtra
from compound.errors.root import CompoundError
from compound_nodes.pdf_worker import RenderRequest

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PACE = 1.0
"""Seconds a page that a long document may take; print takes a tenth. Else many slow pages would add up to hours."""


@dataclass(frozen=True, slots=True)
class RenderedPage:
    """A page as pixels, with the characters of its text layer."""

    number: int
    """From 1."""
    pixels: NDArray[np.uint8]
    """Height x width x 3, RGB."""
    codes: array[int]
    """The text layer's characters, in its own order: n UTF-16 code units or code points."""
    boxes: array[float]
    """4 n pixel coordinates: left, top, right, bottom of each character."""
    drawn: bytes
    """n times 1 for a character that can be seen on the page, or 0."""


def render_pdf(data: bytes, request: RenderRequest, *, source: str, page_seconds: float) -> Iterator[RenderedPage]:
    """The pages of a PDF, each as soon as it is rendered.

    Args:
        data: the file's bytes.
        request: resolution and limits.
        source: name of the file, for errors.
        page_seconds: after which, without a page, the renderer is killed; and when it falls so far behind `PACE`.

    Raises:
        DocumentError subclasses, MissingExtra when pypdfium2 is not installed.
    """
    _require_pdfium()
    worker = subprocess.Popen(
        [sys.executable, "-P", "-m", "compound_nodes.pdf_worker", request.to_json()],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield from _Conversation(worker, request, source, page_seconds).pages(data)
    finally:
        end(worker)


def end(worker: subprocess.Popen[bytes]) -> None:
    worker.kill()
    with suppress(BrokenPipeError):
        _pipe(worker.stdin).close()
    _pipe(worker.stdout).close()
    worker.wait()


class _Conversation:
    """What is said between this process and one worker, within the time that each page may take."""

    def __init__(
        self, worker: subprocess.Popen[bytes], request: RenderRequest, source: str, page_seconds: float
    ) -> None:
        self.worker, self.request, self.source, self.page_seconds = worker, request, source, page_seconds
        self.page = 1
        self.spent = 0.0
        """Seconds that were waited for pages."""
        self.timed_out = False

    def pages(self, data: bytes) -> Iterator[RenderedPage]:
        while (page := self._next_page(data if self.page == 1 else b"")) is not None:
            yield page
            self.page += 1

    def _next_page(self, data: bytes) -> RenderedPage | None:
        killer, started = threading.Timer(self._allowed, self._kill), monotonic()
        killer.start()
        try:
            self._write(data)
            header, payload = receive(_pipe(self.worker.stdout))
        except EOFError:
            raise self._silence() from None
        finally:
            killer.cancel()
        self.spent += monotonic() - started
        if header["kind"] == "error":
            raise self._refusal(header)
        return _rendered(header, payload) if header["kind"] == "page" else None

    @property
    def _allowed(self) -> float:
        """Seconds for the next page."""
        return min(self.page_seconds, self.page_seconds + PACE * (self.page - 1) - self.spent)

    def _write(self, data: bytes) -> None:
        """The worker reads all of the file before it says anything, so that the two never wait for each other."""
        if not data:
            return
        with suppress(BrokenPipeError):
            _pipe(self.worker.stdin).write(data)
            _pipe(self.worker.stdin).close()

    def _kill(self) -> None:
        self.timed_out = True
        self.worker.kill()

    def _silence(self) -> CompoundError:
        if self.timed_out:
            return RenderTimedOut(source=self.source, page=self.page, seconds=self._allowed)
        return RendererDied(source=self.source, page=self.page, exit_code=self.worker.wait(), limit=self.request.memory)

    def _refusal(self, header: dict[str, Any]) -> CompoundError:
        source = self.source
        match header["code"]:
            case "encrypted":
                return DocumentEncrypted(source=source)
            case "pages":
                return TooManyPages(source=source, pages=header["pages"], limit=self.request.max_pages)
            case "page_size":
                return PageSizeRefused(
                    source=source, page=header["page"], width=header["width"], height=header["height"]
                )
            case "memory":
                return RenderOutOfMemory(source=source, page=self.page, limit=self.request.memory)
            case _:
                return DocumentCorrupt(source=source, reason=header["reason"], page=header.get("page"))


def receive(pipe: IO[bytes]) -> tuple[dict[str, Any], list[bytes]]:
    """One message of the worker: its header and its payload. Raises EOFError when the worker is gone."""
    (length,) = struct.unpack(">I", _read(pipe, 4))
    header = json.loads(_read(pipe, length))
    return header, [_read(pipe, size) for size in header["payload"]]


def _read(pipe: IO[bytes], size: int) -> bytes:
    data = pipe.read(size)
    if len(data) < size:
        raise EOFError
    return data


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    assert pipe is not None  # opened by Popen as asked
    return pipe


def _rendered(header: dict[str, Any], payload: list[bytes]) -> RenderedPage:
    import numpy as np

    pixels, codes, boxes, drawn = payload
    rows = np.frombuffer(pixels, np.uint8).reshape(header["height"], header["stride"])
    # PDFium pads each row to whole words.
    image = rows[:, : header["width"] * 3].reshape(header["height"], header["width"], 3)
    return RenderedPage(header["number"], image, array("I", codes), array("f", boxes), drawn)


def _require_pdfium() -> None:
    from importlib.util import find_spec

    if find_spec("pypdfium2") is None:
        raise MissingExtra(extra="ocr", package="pypdfium2")
