"""Files that are made to do harm: each is refused by name, or read, within ten seconds and one gibibyte, offline."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image as Pil

PdfWriter = Callable[..., bytes]
pytestmark = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="peak memory is read from /proc")
SECONDS = 10
MEMORY = 2**30

LOAD = """
import json, re, socket, sys

def offline(*arguments, **options):
    raise AssertionError("the network was touched")

socket.socket.connect = socket.getaddrinfo = offline
from compound.errors import CompoundError
from compound_nodes.document_load import DocumentLoad
try:
    outcome = "".join(page.text_layer.content for page in DocumentLoad()(sys.argv[1]) if page.text_layer)
    error = None
except CompoundError as caught:
    outcome, error = str(caught), type(caught).__name__
peak = int(re.search(r"VmHWM:\\s+(\\d+) kB", open("/proc/self/status").read())[1]) * 1024
print(json.dumps({"error": error, "outcome": outcome, "memory": peak}))
"""


def load(path: Path) -> dict[str, Any]:
    """Loads a file in a process of its own: the error's class, and its message or the text that was read."""
    done = subprocess.run(
        [sys.executable, "-c", LOAD, str(path)], capture_output=True, text=True, timeout=SECONDS, check=True
    )
    report = json.loads(done.stdout)
    assert report["memory"] < MEMORY
    return {"error": report["error"], "outcome": report["outcome"]}


def refused(path: Path, data: bytes) -> str:
    """The class of the error that a file of these bytes ends in; its message names the file."""
    path.write_bytes(data)
    report = load(path)
    assert path.name in report["outcome"]
    return str(report["error"])


def docx(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return file.getvalue()


TYPES = b"""<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
</Types>"""
RELATIONS = b"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r1" Target="word/document.xml"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>"""
OUTSIDE = b"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
<Relationship Id="r1" Target="http://example.com/template.dotm" TargetMode="External"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"/>
<Relationship Id="r2" Target="http://example.com/pixel.png" TargetMode="External"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"/></Relationships>"""


def body(content: bytes) -> bytes:
    space = b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    return b'<w:document xmlns:w="%s"><w:body>%s</w:body></w:document>' % (space, content)


def package(main: bytes, **others: bytes) -> bytes:
    parts = {"[Content_Types].xml": TYPES, "_rels/.rels": RELATIONS, "word/document.xml": main}
    return docx({**parts, **others})


def test_a_docx_that_refers_elsewhere_is_read_without_asking_there(tmp_path: Path) -> None:
    main = body(b"<w:p><w:r><w:t>Plain words</w:t></w:r></w:p>")
    (tmp_path / "outside.docx").write_bytes(package(main, **{"word/_rels/document.xml.rels": OUTSIDE}))

    assert load(tmp_path / "outside.docx") == {"error": None, "outcome": "Plain words"}


def test_a_page_that_refers_elsewhere_is_read_without_asking_there(tmp_path: Path) -> None:
    page = """<!DOCTYPE html SYSTEM "http://example.com/x.dtd"><link rel=stylesheet href="http://example.com/x.css">
    <script src="http://example.com/x.js"></script><iframe src="file:///etc/passwd"></iframe>
    <img src="http://example.com/x.png" onerror="alert(1)"><p>Plain words"""
    (tmp_path / "outside.html").write_text(page)

    assert load(tmp_path / "outside.html") == {"error": None, "outcome": "Plain words"}


def test_a_docx_that_is_a_bomb(tmp_path: Path) -> None:
    assert refused(tmp_path / "bomb.docx", package(b" " * 10**8)) == "DocumentUnfolds"


def test_a_docx_with_a_bomb_among_its_pictures(tmp_path: Path) -> None:
    data = package(body(b""), **{"word/media/image1.png": bytes(3 * 10**8)})

    assert refused(tmp_path / "bomb.docx", data) == "DocumentUnfolds"


def test_a_docx_that_says_it_is_smaller_than_it_is(tmp_path: Path) -> None:
    data, size = package(body(b" " * 10**8)), len(body(b" " * 10**8))
    lying = data.replace(size.to_bytes(4, "little"), (1_000).to_bytes(4, "little"))

    assert refused(tmp_path / "lying.docx", lying) == "DocumentCorrupt"


@pytest.mark.parametrize("element", [b"<w:p/>", b"<w:p><w:r><w:t>a</w:t></w:r></w:p>", b"<w:tbl><w:tr/></w:tbl>"])
def test_a_docx_of_very_many_elements(tmp_path: Path, element: bytes) -> None:
    (tmp_path / "many.docx").write_bytes(package(body(element * (30_000_000 // len(element)))))

    assert load(tmp_path / "many.docx")["error"] in (None, "TooManyPages", "DocumentUnfolds")


@pytest.mark.parametrize("element", ["<br>", "<p>a", "<div>", "<table><tr><td>", "<b hidden>a", "<p>" + "a" * 10**7])
def test_a_page_of_very_many_elements(tmp_path: Path, element: str) -> None:
    (tmp_path / "many.html").write_text("<html>" + element * (20_000_000 // len(element)))

    assert load(tmp_path / "many.html")["error"] in (None, "TooManyPages", "DocumentUnfolds")


def test_a_picture_of_14000_by_14000_pixels(tmp_path: Path) -> None:
    file = io.BytesIO()
    Pil.new("L", (14_000, 14_000)).save(file, "PNG")

    assert refused(tmp_path / "large.png", file.getvalue()) == "DocumentTooLarge"


def test_a_pdf_of_1000_pages(make_pdf: PdfWriter, tmp_path: Path) -> None:
    assert refused(tmp_path / "long.pdf", make_pdf(*[[f"page {number}"] for number in range(1_000)])) == "TooManyPages"


def test_a_pdf_with_a_huge_page(make_pdf: PdfWriter, tmp_path: Path) -> None:
    assert refused(tmp_path / "huge.pdf", make_pdf(["x"], size=(10**9, 10**9))) == "PageSizeRefused"


def test_a_pdf_that_wants_a_password(encrypted_pdf: bytes, tmp_path: Path) -> None:
    assert refused(tmp_path / "locked.pdf", encrypted_pdf) == "DocumentEncrypted"


def test_a_corrupt_pdf(make_pdf: PdfWriter, tmp_path: Path) -> None:
    assert refused(tmp_path / "cut.pdf", make_pdf(["hello"])[:200]) == "DocumentCorrupt"


def test_an_empty_file(tmp_path: Path) -> None:
    assert refused(tmp_path / "empty.docx", b"") == "DocumentEmpty"


@pytest.mark.parametrize("name", ["notes.pdf", "notes.docx", "notes.html", "notes.png"])
def test_text_under_another_name(tmp_path: Path, name: str) -> None:
    assert refused(tmp_path / name, b"Dear reader, this is but text.") == "UnknownDocument"


def test_a_spreadsheet_under_another_name(tmp_path: Path) -> None:
    assert refused(tmp_path / "table.docx", docx({"xl/workbook.xml": b"<workbook/>"})) == "UnknownDocument"


@pytest.mark.soak
def test_a_pdf_that_keeps_its_renderer_busy(slow_pdf: bytes, tmp_path: Path) -> None:
    assert refused(tmp_path / "slow.pdf", slow_pdf) in ("RenderTimedOut", "RendererDied")


@pytest.mark.soak
def test_a_pdf_whose_content_unfolds(bursting_pdf: bytes, tmp_path: Path) -> None:
    assert refused(tmp_path / "burst.pdf", bursting_pdf) in ("RenderTimedOut", "RendererDied", "RenderOutOfMemory")


@pytest.mark.soak
def test_a_pdf_of_very_many_words(make_pdf: PdfWriter, tmp_path: Path) -> None:
    scattered = [f"raw BT /F1 4 Tf {7 * index % 600} {11 * index % 840} Td (ab) Tj ET" for index in range(50_000)]
    (tmp_path / "dense.pdf").write_bytes(make_pdf(scattered))

    assert load(tmp_path / "dense.pdf")["error"] in (None, "RenderTimedOut")
