"""PDFs written by hand, so that a test sees every byte of what it loads."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence

import pytest

PdfWriter = Callable[..., bytes]
A4 = (595, 842)


def write_pdf(
    *pages: Sequence[str], size: tuple[int, int] = A4, objects: Sequence[bytes] = (), trailer: bytes = b""
) -> bytes:
    """A PDF of these pages, each of lines that are set in 12-point Helvetica from the upper left.

    `objects` are added from number 3 on, for pages to refer to; `trailer` is added to the trailer's entries.
    """
    first = 3 + len(objects)
    numbers = [first + 2 * index for index in range(len(pages))]
    kids = b" ".join(b"%d 0 R" % number for number in numbers)
    bodies = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages))]
    bodies += objects
    for number, lines in zip(numbers, pages, strict=True):
        bodies.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents %d 0 R /Resources "
            b"<< /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> /XObject << /X 3 0 R >> >> >>"
            % (*size, number + 1)
        )
        bodies.append(stream(contents(lines, size[1])))
    return assemble(bodies, trailer)


def contents(lines: Sequence[str], height: int) -> bytes:
    """Lines of text; one that begins with `raw ` is put into the content stream as it is."""
    parts = []
    for row, line in enumerate(lines):
        if line.startswith("raw "):
            parts.append(line[4:].encode())
        else:
            text = line.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode("latin-1")
            parts.append(b"BT /F1 12 Tf 72 %d Td (%s) Tj ET" % (height - 80 - 20 * row, text))
    return b"\n".join(parts)


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<< /Length %d %s >>\nstream\n%s\nendstream" % (len(data), entries, data)


def assemble(bodies: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """Numbered objects with their cross-reference table."""
    written, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(bodies, 1):
        offsets.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return (
        written
        + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Root 1 0 R /Size %d %s >>\nstartxref\n%d\n%%%%EOF"
        % (
            len(bodies) + 1,
            table,
            len(bodies) + 1,
            trailer,
            len(written),
        )
    )


def laughing_pdf(levels: int = 12) -> bytes:
    """A page that draws a form which draws ten forms, each of which draws ten, and so on."""
    forms = []
    for level in range(levels):
        inner = b"/X Do " * 10 if level < levels - 1 else b"0 0 100 100 re f "
        entries = b"/Type /XObject /Subtype /Form /BBox [0 0 600 900] /Resources << /XObject << /X %d 0 R >> >>" % (
            4 + level
        )
        forms.append(stream(inner, entries))
    return write_pdf(["raw /X Do"], objects=forms)


@pytest.fixture
def make_pdf() -> PdfWriter:
    return write_pdf


@pytest.fixture
def bursting_pdf() -> bytes:
    """One megabyte of page content that unfolds to 512."""
    entries = b"/Type /XObject /Subtype /Form /BBox [0 0 600 900] /Filter /FlateDecode"
    return write_pdf(["raw /X Do"], objects=[stream(zlib.compress(b"0 0 m 10 10 l S\n" * 2**25, 9), entries)])


@pytest.fixture
def slow_pdf() -> bytes:
    return laughing_pdf()


@pytest.fixture
def encrypted_pdf() -> bytes:
    """Its user password is unknown to everyone: the check value is arbitrary."""
    key = b"/Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s>" % (b"ab" * 32, b"cd" * 32)
    return write_pdf(["secret"], trailer=b"/Encrypt << %s >> /ID [<00> <00>]" % key)
