"""What a file holds, by its first bytes: names lie, and so do download dialogs."""

from __future__ import annotations

from codecs import getincrementaldecoder

PDF_HEADER_WITHIN = 1024
"""Bytes; readers accept a PDF that begins this late (PDF Reference 1.7, appendix H, note 13)."""
TIFF_HEADERS = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
FOREIGN = {
    b"PK\x03\x04": "a ZIP archive (a DOCX or the like)",
    b"\xd0\xcf\x11\xe0": "an old Office file (DOC, XLS or PPT)",
    b"{\\rtf": "an RTF text",
    b"%!PS": "PostScript",
    b"\x1f\x8b": "a gzip archive",
    b"\x7fELF": "a program",
    b"MZ": "a program",
}
TEXT_SAMPLE = 4096


def is_pdf(data: bytes) -> bool:
    return b"%PDF-" in data[:PDF_HEADER_WITHIN]


def is_tiff(data: bytes) -> bool:
    return data.startswith(TIFF_HEADERS)


def foreign_kind(data: bytes) -> str | None:
    """What a file is that is certainly neither a PDF nor an image, in words; None when it may be one."""
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
    return "an HTML page" if "<html" in text[:1000].lower() else "plain text"
