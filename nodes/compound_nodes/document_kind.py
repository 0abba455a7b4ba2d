"""What a file holds, by its first bytes: names lie, and so do download dialogs."""

from __future__ import annotations

import io
import re
import zipfile
from codecs import getincrementaldecoder

PDF_HEADER_WITHIN = 1024
"""Bytes; readers accept a PDF that begins this late (PDF Reference 1.7, appendix H, note 13)."""
TIFF_HEADERS = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
ARCHIVE = b"PK\x03\x04"
FOREIGN = {
    ARCHIVE: "a ZIP archive, and not a DOCX",
    b"\xd0\xcf\x11\xe0": "an old Office file (DOC, XLS or PPT), or an encrypted new one",
    b"{\\rtf": "an RTF text",
    b"%!PS": "PostScript",
    b"\x1f\x8b": "a gzip archive",
    b"\x7fELF": "a program",
    b"MZ": "a program",
}
HTML_WITHIN = 4096
"""Bytes; comments and an XML declaration may come first."""
HTML_BEGINNING = re.compile(
    rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*"
    rb"<(?:!doctype\s+html|html|head|body|title|meta|style|div|table|p|h[1-6]|span)[\s>/]",
    re.DOTALL,
)
TEXT_SAMPLE = 4096


def is_pdf(data: bytes) -> bool:
    return b"%PDF-" in data[:PDF_HEADER_WITHIN]


def is_html(data: bytes) -> bool:
    """Whether it begins as a page does: with its type, or with one of the elements that pages begin with."""
    beginning = data[:HTML_WITHIN].lower().replace(b"\0", b"")
    return HTML_BEGINNING.match(beginning) is not None


def is_tiff(data: bytes) -> bool:
    return data.startswith(TIFF_HEADERS)


def is_cut_archive(data: bytes) -> bool:
    """Whether it begins as a ZIP archive and lacks the directory that one ends with."""
    return data.startswith(ARCHIVE) and not zipfile.is_zipfile(io.BytesIO(data))


def foreign_kind(data: bytes) -> str | None:
    """What a file is that is certainly no PDF, DOCX, HTML or image, in words; None when it may be an image."""
    for header, kind in FOREIGN.items():
        if data.startswith(header):
            return kind
    sample = data[:TEXT_SAMPLE]
    if b"\0" in sample:
        return None
    try:
        # The sample may end within a character, the file may not.
        text = getincrementaldecoder("utf-8-sig")().decode(sample, final=len(data) <= TEXT_SAMPLE)
    except UnicodeDecodeError:
        return None
    if not all(character.isprintable() or character.isspace() for character in text):
        return None
    return "plain text"
