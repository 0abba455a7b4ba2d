"""The hostile set: files by name, with what loading them must end in."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from typing import TypeAlias

from . import markup, pdfs, pictures

Maker: TypeAlias = Callable[[], bytes]

TEXT = b"Dear reader, this is but text."
REFUSED: Mapping[str, tuple[str, Maker]] = {
    "empty.pdf": ("DocumentEmpty", bytes),
    "text.pdf": ("UnknownDocument", lambda: TEXT),
    "text.docx": ("UnknownDocument", lambda: TEXT),
    "text.html": ("UnknownDocument", lambda: TEXT),
    "text.png": ("UnknownDocument", lambda: TEXT),
    "program.pdf": ("UnknownDocument", lambda: b"\x7fELF" + bytes(1_000)),
    "spreadsheet.docx": ("UnknownDocument", lambda: markup.archive({"xl/workbook.xml": b"<workbook/>"})),
    "zeros.png": ("DocumentCorrupt", lambda: bytes(10**6)),
    "noise.html": ("DocumentCorrupt", lambda: random.Random(1).randbytes(300_000)),
    "header-alone.pdf": ("DocumentCorrupt", lambda: b"%PDF-1.7\n"),
    "noise-after-header.pdf": ("DocumentCorrupt", lambda: b"%PDF-1.7\n" + random.Random(0).randbytes(300_000)),
    "cut.pdf": ("DocumentCorrupt", lambda: pdfs.plain()[:200]),
    "cut.png": ("DocumentCorrupt", lambda: pictures.saved(pictures.page(), "PNG")[:1_500]),
    "cut.jpg": ("DocumentCorrupt", lambda: pictures.saved(pictures.page(), "JPEG")[:3_000]),
    "cut.tiff": ("DocumentCorrupt", lambda: pictures.saved(pictures.page(), "TIFF")[:3_000]),
    "cut.docx": ("DocumentCorrupt", lambda: markup.docx(markup.body(markup.PARAGRAPH * 1_000))[:500]),
    "encrypted.pdf": ("DocumentEncrypted", pdfs.encrypted),
    "1000-pages.pdf": ("TooManyPages", lambda: pdfs.long(1_000)),
    "1000-scans.pdf": ("TooManyPages", lambda: pdfs.scanned(1_000)),
    "1000-pages.tiff": ("TooManyPages", lambda: pictures.many_pages(1_000)),
    "endless-word.html": ("TooManyPages", lambda: markup.html_of("a", 90_000_000)),
    "14000.png": ("DocumentTooLarge", lambda: pictures.large("PNG")),
    "14000.jpg": ("DocumentTooLarge", lambda: pictures.large("JPEG")),
    "14000.tiff": ("DocumentTooLarge", lambda: pictures.large("TIFF")),
    "lying.png": ("DocumentTooLarge", pictures.lying_png),
    "200-megabytes.html": ("DocumentTooLarge", lambda: markup.html_of("<p>word ", 200_000_000)),
    "huge-page.pdf": ("PageSizeRefused", pdfs.huge),
    "flate-bomb.pdf": ("RendererDied", pdfs.bursting),
    "laughing.pdf": ("RendererDied", pdfs.laughing),
    "tree-of-itself.pdf": ("DocumentCorrupt", pdfs.circular),
    "deep-tree.pdf": ("DocumentCorrupt", pdfs.deep),
    "chatty.png": ("DocumentCorrupt", pictures.chatty_png),
    "floating.tiff": ("DocumentCorrupt", pictures.floating),
    "laughs.docx": ("DocumentCorrupt", markup.docx_of_laughs),
    "nested.docx": ("DocumentCorrupt", lambda: markup.docx_nested(50_000)),
    "lying.docx": ("DocumentCorrupt", markup.docx_that_lies_of_its_size),
    "bomb.docx": ("DocumentUnfolds", markup.docx_bomb),
    "picture-bomb.docx": ("DocumentUnfolds", markup.docx_with_a_bomb_among_its_pictures),
    "million-paragraphs.docx": ("DocumentUnfolds", lambda: markup.docx_of_paragraphs(1_000_000)),
    "nested.html": ("DocumentUnfolds", lambda: markup.html_of("<div>", 5_000_000)),
    "nested-tables.html": ("DocumentUnfolds", lambda: markup.html_of("<table><tr><td>", 5_000_000)),
    "nested-and-hidden.html": ("DocumentUnfolds", lambda: markup.html_of("<b hidden>a", 20_000_000)),
    "nested-letters.html": ("DocumentUnfolds", lambda: markup.html_of("<b>a", 8_000_000)),
    "breaks.html": ("DocumentUnfolds", lambda: markup.html_of("<br>", 20_000_000)),
}
"""With the error that names the file."""

READ: Mapping[str, tuple[str, Maker]] = {
    "pdf.jpg": ("The quick brown fox", pdfs.plain),
    "docx.html": ("Plain words", lambda: markup.docx(markup.body(markup.PARAGRAPH))),
    "html.docx": ("Plain words", lambda: b"<!DOCTYPE html><p>Plain words"),
    "million-objects.pdf": ("The quick brown fox", pdfs.crowded),
    "brackets.pdf": ("The quick brown fox", pdfs.brackets),
    "line\nbreak.pdf": ("The quick brown fox", pdfs.plain),
    "naïve-收据-\N{RIGHT-TO-LEFT OVERRIDE}fdp.pdf": ("The quick brown fox", pdfs.plain),
    "two-billion-pages.pdf": ("", pdfs.boastful),
    "picture-bomb.pdf": ("", pdfs.picture_bomb),
    "picture.pdf": ("", lambda: pictures.saved(pictures.page(), "PNG")),
    "palette.png": ("", lambda: pictures.saved(pictures.page("P"), "PNG")),
    "one-bit.png": ("", lambda: pictures.saved(pictures.page("1"), "PNG")),
    "16-bit.png": ("", pictures.wide),
    "cmyk.jpg": ("", lambda: pictures.saved(pictures.page("CMYK"), "JPEG")),
    "wrong-exif.jpg": ("", pictures.wrongly_turned),
    "wide.png": ("", lambda: pictures.strip((100_000, 1))),
    "tall.png": ("", lambda: pictures.strip((1, 100_000))),
    "tiff-of-itself.tiff": ("", pictures.circular_tiff),
    "animation.gif": ("", lambda: pictures.animation("GIF", 2_000)),
    "animation.webp": ("", lambda: pictures.animation("WEBP", 500)),
    "49-megapixels.png": ("", pictures.bomb_within_limits),
}
"""With what their text layer begins with; pictures have none."""

SLOW: Mapping[str, Maker] = {
    "dense.pdf": pdfs.dense,
    "busy.pdf": pdfs.busy,
    "slow-pages.pdf": pdfs.slow_pages,
    "folded.pdf": pdfs.folded,
    "words.html": lambda: markup.html_of("<p>word ", 90_000_000),
    "long-words.html": lambda: markup.html_of("<p>" + "a" * 10**7, 90_000_000),
    "rows.docx": lambda: markup.docx_of("<w:tbl><w:tr/></w:tbl>", 30_000_000),
    "texts.docx": lambda: markup.docx_of("<w:p><w:r><w:t>a</w:t></w:r></w:p>", 30_000_000),
}
"""Either read or refused, since some depend on how fast the machine is."""
