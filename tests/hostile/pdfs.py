"""PDFs that are damaged, or made to do harm."""

from __future__ import annotations

import io
import zlib

from PIL import Image as Pil

from .pdf_writing import FONT, assemble, stream, write_pdf

FORM = b"/Type /XObject /Subtype /Form /BBox [0 0 600 900]"
WORDS = ["The quick brown fox jumps over the lazy dog, again and again.", "Total 12.50"]


def plain() -> bytes:
    return write_pdf(WORDS)


def encrypted() -> bytes:
    """Its user password is unknown to everyone: the check value is arbitrary."""
    key = b"/Filter /Standard /V 1 /R 2 /P -4 /O <%s> /U <%s>" % (b"ab" * 32, b"cd" * 32)
    return write_pdf(["secret"], trailer=b"/Encrypt << %s >> /ID [<00> <00>]" % key)


def long(pages: int) -> bytes:
    """Pages of text."""
    return write_pdf(*([f"Page {number}", *WORDS * 15] for number in range(1, pages + 1)))


def scanned(pages: int, size: tuple[int, int] = (1654, 2339)) -> bytes:
    """Pages that are pictures, all of them the same one."""
    file = io.BytesIO()
    Pil.effect_noise(size, 60).save(file, "JPEG", quality=30)
    entries = b"/Type /XObject /Subtype /Image /Width %d /Height %d /ColorSpace /DeviceGray " % size
    picture = stream(file.getvalue(), entries + b"/BitsPerComponent 8 /Filter /DCTDecode")
    return write_pdf(*[["raw q 595 0 0 842 0 0 cm /X Do Q"]] * pages, objects=[picture])


def laughing(levels: int = 12) -> bytes:
    """A page that draws a form which draws ten forms, each of which draws ten, and so on."""
    forms = []
    for level in range(levels):
        inner = b"/X Do " * 10 if level < levels - 1 else b"0 0 100 100 re f "
        forms.append(stream(inner, FORM + b" /Resources << /XObject << /X %d 0 R >> >>" % (4 + level)))
    return write_pdf(["raw /X Do"], objects=forms)


def bursting() -> bytes:
    """One megabyte of page content that unfolds to 512."""
    content = zlib.compress(b"0 0 m 10 10 l S\n" * 2**25, 9)
    return write_pdf(["raw /X Do"], objects=[stream(content, FORM + b" /Filter /FlateDecode")])


def folded() -> bytes:
    """Content that was compressed three times, some kilobytes that unfold to four gigabytes."""
    block = zlib.compress(zlib.compress(b"\0" * 2**30, 9) * 4, 9)
    filters = b" /Filter [/FlateDecode /FlateDecode /FlateDecode]"
    return write_pdf(["raw /X Do"], objects=[stream(zlib.compress(block, 9), FORM + filters)])


def picture_bomb() -> bytes:
    """A picture of 60,000 x 60,000 pixels in some kilobytes."""
    entries = b"/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /ColorSpace /DeviceRGB /BitsPerComponent 8"
    packed = zlib.compress(bytes(2**26), 9)
    return write_pdf(["raw q 595 0 0 842 0 0 cm /X Do Q"], objects=[stream(packed, entries + b" /Filter /FlateDecode")])


def huge() -> bytes:
    return write_pdf(WORDS, size=(10**9, 10**9))


def tree(kids: bytes, count: int) -> bytes:
    """A PDF whose pages are `kids`: 2 is the tree's root, 3 a branch of which it is a child again, 4 a page."""
    page = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << %s >> >>" % FONT
    branch = b"<< /Type /Pages /Parent 2 0 R /Kids [2 0 R] /Count 1 >>"
    root = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, count)
    return assemble([b"<< /Type /Catalog /Pages 2 0 R >>", root, branch, page])


def deep(levels: int = 100_000) -> bytes:
    """One page below so many branches."""
    branches = [
        b"<< /Type /Pages /Parent %d 0 R /Kids [%d 0 R] /Count 1 >>" % (level + 1, level + 3) for level in range(levels)
    ]
    leaf = b"<< /Type /Page /Parent %d 0 R /MediaBox [0 0 595 842] >>" % (levels + 1)
    return assemble([b"<< /Type /Catalog /Pages 2 0 R >>", *branches, leaf])


def boastful() -> bytes:
    """One page that says it is two billion."""
    return tree(b"4 0 R", 2**31 - 1)


def circular() -> bytes:
    return tree(b"3 0 R", 1)


def crowded(objects: int = 1_000_000) -> bytes:
    return write_pdf(WORDS, objects=[b"null"] * objects)


def brackets() -> bytes:
    """An array in an array in an array, a million deep."""
    return write_pdf(WORDS, objects=[b"[" * 1_000_000 + b"]" * 1_000_000])


def dense() -> bytes:
    """A page of 50,000 words in no order."""
    return write_pdf([f"raw BT /F1 4 Tf {7 * index % 600} {11 * index % 840} Td (ab) Tj ET" for index in range(50_000)])


def busy() -> bytes:
    """A page on which two million lines are drawn."""
    return write_pdf(["raw " + "0 0 m 590 840 l 3 5 l S " * 2_000_000])


def slow_pages() -> bytes:
    """Many pages, each of which takes as long as one page may."""
    return write_pdf(*[["raw " + "0 0 m 590 840 l 3 5 l S " * 150_000]] * 20)
