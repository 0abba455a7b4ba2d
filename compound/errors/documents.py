"""What can be wrong with a document. Each error names the file, what was found in it, and what to do."""

from __future__ import annotations

from typing import Literal, TypeAlias

from compound.errors.root import CompoundError


class DocumentError(CompoundError):
    """Raised when a document cannot be loaded; see its subclasses. `source` is its path, or `<bytes>`."""

    def __init__(self, source: str, problem: str) -> None:
        self.source = source
        # A name may hold what moves the cursor or turns the direction of writing.
        super().__init__(f"{source if source.isprintable() else ascii(source)}: {problem}")


class DocumentNotFound(DocumentError):
    """Raised when there is no readable file at the path."""

    def __init__(self, *, source: str, reason: str) -> None:
        self.reason = reason
        super().__init__(source, f"the file cannot be read ({reason}). Check the path and its permissions.")


class DocumentEmpty(DocumentError):
    """Raised when a document has no bytes at all."""

    def __init__(self, *, source: str) -> None:
        super().__init__(source, "the file is empty (0 bytes). Copy or download it again.")


Amount: TypeAlias = Literal["bytes", "pixels", "bytes of pages"]
_SETTINGS: dict[Amount, str] = {"bytes": "max_bytes", "pixels": "max_pixels", "bytes of pages": "max_memory"}
"""Of `document.load`."""


class DocumentTooLarge(DocumentError):
    """Raised when a file has more than may be loaded. `what` says of which.

    That is bytes, pixels on one page, or bytes that its pages take in memory.
    """

    def __init__(self, *, source: str, what: Amount, found: int, limit: int) -> None:
        self.what, self.found, self.limit = what, found, limit
        super().__init__(
            source,
            f"it has {found:,} {what}, and at most {limit:,} are loaded. Split it, scan it at a lower resolution, "
            f"or raise `{_SETTINGS[what]}` if you trust it.",
        )


class DocumentUnfolds(DocumentError):
    """Raised when a DOCX or HTML file unfolds to more than may be read. `what` says what there is too much of.

    `found` is how much there is, or how much there was when reading stopped.
    """

    def __init__(
        self, *, source: str, what: Literal["parts", "bytes of XML", "bytes", "elements"], found: int, limit: int
    ) -> None:
        self.what, self.found, self.limit = what, found, limit
        super().__init__(
            source,
            f"it unfolds to {found:,} {what}, and at most {limit:,} are read. "
            "It may be made to do harm; if you trust it, print it to a PDF.",
        )


class UnknownDocument(DocumentError):
    """Raised when the content of a file is of no kind that can be loaded, whatever its name says."""

    def __init__(self, *, source: str, found: str) -> None:
        self.found = found
        super().__init__(
            source,
            f"the content is {found}, not a document that can be loaded. "
            "Give a PDF, a DOCX, an HTML page, or an image such as PNG, JPEG, WebP or TIFF; "
            "the file's name does not matter.",
        )


class DocumentCorrupt(DocumentError):
    """Raised when a file cannot be decoded as what it seems to be. `page` is None when no page was reached."""

    def __init__(self, *, source: str, reason: str, page: int | None = None) -> None:
        self.reason, self.page = reason, page
        where = "" if page is None else f" at page {page}"
        super().__init__(source, f"it cannot be decoded{where}: {reason}. Export, scan or download it again.")


class DocumentEncrypted(DocumentError):
    """Raised when a PDF can only be opened with a password."""

    def __init__(self, *, source: str) -> None:
        super().__init__(
            source, "the PDF is encrypted and wants a password. Save it without one, e.g. `qpdf --decrypt IN OUT`."
        )


class TooManyPages(DocumentError):
    """Raised when a document has more pages than may be loaded at once; none is dropped silently.

    `pages` is how many there are, or how many were counted before counting stopped.
    """

    def __init__(self, *, source: str, pages: int, limit: int) -> None:
        self.pages, self.limit = pages, limit
        super().__init__(
            source,
            f"it has {pages:,} pages or more, and at most {limit:,} are loaded at once. "
            "Split it, or raise `max_pages`.",
        )


class PageSizeRefused(DocumentError):
    """Raised when a page of a PDF is larger or smaller than the format allows. Sides are in points (1/72 inch)."""

    def __init__(self, *, source: str, page: int, width: float, height: float) -> None:
        self.page, self.width, self.height = page, width, height
        super().__init__(
            source,
            f"page {page} is {width:g} x {height:g} points, and PDF allows 3 to 14400 a side. "
            "Export it at a real size.",
        )


class RenderTimedOut(DocumentError):
    """Raised when a page of a PDF took too long to render, and the renderer was killed."""

    def __init__(self, *, source: str, page: int, seconds: float) -> None:
        self.page, self.seconds = page, seconds
        super().__init__(
            source,
            f"page {page} was not rendered within {seconds:.3g} s. Print it to a new PDF, or raise `page_seconds`.",
        )


class RenderOutOfMemory(DocumentError):
    """Raised when a page of a PDF needs more memory than the renderer may take."""

    def __init__(self, *, source: str, page: int, limit: int) -> None:
        self.page, self.limit = page, limit
        super().__init__(
            source,
            f"page {page} needs more than the {limit / 2**20:.0f} MiB that rendering may take. "
            "Print it to a new PDF, or lower `dpi`.",
        )


class RendererDied(DocumentError):
    """Raised when the renderer ended without an answer: a defect that the PDF set off, or its memory limit."""

    def __init__(self, *, source: str, page: int, exit_code: int, limit: int) -> None:
        self.page, self.exit_code, self.limit = page, exit_code, limit
        super().__init__(
            source,
            f"the renderer ended at page {page} (exit code {exit_code}) with {limit / 2**20:.0f} MiB to use. "
            "The file is damaged or made to do harm; print it to a new PDF if you need it.",
        )
