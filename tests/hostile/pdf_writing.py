"""PDFs written by hand, so that a test sees every byte of what it loads."""

from __future__ import annotations

from collections.abc import Sequence

A4 = (595, 842)
FONT = b"/Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >>"


def write_pdf(
    *pages: Sequence[str], size: tuple[int, int] = A4, objects: Sequence[bytes] = (), trailer: bytes = b""
) -> bytes:
    """A PDF of these pages, each of lines that are set in 12-point Helvetica from the upper left.

    `objects` are added from number 3 on, for pages to refer to (the first as `/X`); `trailer` is added to the
    trailer's entries.
    """
    first = 3 + len(objects)
    numbers = [first + 2 * index for index in range(len(pages))]
    kids = b" ".join(b"%d 0 R" % number for number in numbers)
    bodies = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages))]
    bodies += objects
    for number, lines in zip(numbers, pages, strict=True):
        bodies.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents %d 0 R "
            b"/Resources << %s /XObject << /X 3 0 R >> >> >>" % (*size, number + 1, FONT)
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
    """Numbered objects, the first of which is the catalog, with their cross-reference table."""
    written, offsets = bytearray(b"%PDF-1.7\n"), []
    for number, body in enumerate(bodies, 1):
        offsets.append(len(written))
        written += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start, count = len(written), len(bodies) + 1
    written += b"xref\n0 %d\n0000000000 65535 f \n" % count
    written += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    written += b"trailer\n<< /Root 1 0 R /Size %d %s >>\nstartxref\n%d\n%%%%EOF" % (count, trailer, start)
    return bytes(written)
