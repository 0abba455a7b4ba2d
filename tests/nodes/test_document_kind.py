from __future__ import annotations

import pytest

from compound_nodes.document_kind import foreign_kind, is_html, is_pdf, is_tiff


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"Just a note.\nNothing else.", "plain text"),
        ("Grüße".encode(), "plain text"),
        (b"a < b, and <html> is a tag", "plain text"),
        (b"PK\x03\x04rest", "a ZIP archive, and not a DOCX"),
        (b"\x1f\x8b\x08\x00", "a gzip archive"),
    ],
)
def test_what_is_no_document_is_named(data: bytes, kind: str) -> None:
    assert foreign_kind(data) == kind


def test_a_long_text_may_be_sampled_within_a_character() -> None:
    assert foreign_kind(b"a" + "ü".encode() * 10_000) == "plain text"


@pytest.mark.parametrize("data", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"\xff\xd8\xff\xe0\x00\x10JFIF", b"\x80\x81\x82"])
def test_what_may_be_an_image_is_left_to_the_decoder(data: bytes) -> None:
    assert foreign_kind(data) is None


def test_a_pdf_may_begin_late_but_not_anywhere() -> None:
    assert is_pdf(b"\xef\xbb\xbf\n%PDF-1.4")
    assert not is_pdf(b" " * 2_000 + b"%PDF-1.4")


def test_both_byte_orders_are_tiff() -> None:
    assert is_tiff(b"II*\0rest")
    assert is_tiff(b"MM\0*rest")
    assert not is_tiff(b"\x89PNG")


@pytest.mark.parametrize(
    "data",
    [
        b"<!DOCTYPE html><html><body>hi</body></html>",
        b"\xef\xbb\xbf\n<!-- made by hand --><HTML lang=en>",
        b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">',
        b"<p>a part of one",
        "<html>".encode("utf-16"),
    ],
)
def test_a_page_is_known_by_how_it_begins(data: bytes) -> None:
    assert is_html(data)


@pytest.mark.parametrize(
    "data", [b"see <html>", b"<svg></svg>", b"<?xml version='1.0'?><invoice/>", b"", b"<!-- " * 900]
)
def test_mention_of_a_page_is_no_page(data: bytes) -> None:
    assert not is_html(data)
