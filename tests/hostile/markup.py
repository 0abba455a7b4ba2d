"""DOCX packages and HTML pages that are damaged, refer elsewhere, or are made to do harm."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from itertools import pairwise

SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = b"""<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml"
 ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>
</Types>"""
RELATIONS = (
    f'<Relationships xmlns="{RELATIONSHIPS}">'
    f'<Relationship Id="r1" Target="word/document.xml" Type="{OFFICE}/officeDocument"/></Relationships>'
).encode()
PARAGRAPH = b"<w:p><w:r><w:t>Plain words</w:t></w:r></w:p>"


def archive(parts: Mapping[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return file.getvalue()


def body(content: bytes, before: bytes = b"") -> bytes:
    return b'%s<w:document xmlns:w="%s"><w:body>%s</w:body></w:document>' % (before, SPACE.encode(), content)


def docx(main: bytes, **others: bytes) -> bytes:
    return archive({"[Content_Types].xml": TYPES, "_rels/.rels": RELATIONS, "word/document.xml": main, **others})


def docx_bomb() -> bytes:
    return docx(body(b" " * 10**8))


def docx_with_a_bomb_among_its_pictures() -> bytes:
    return docx(body(PARAGRAPH), **{"word/media/image1.png": bytes(3 * 10**8)})


def docx_that_lies_of_its_size() -> bytes:
    data, size = docx(body(b" " * 10**8)), len(body(b" " * 10**8))
    return data.replace(size.to_bytes(4, "little"), (1_000).to_bytes(4, "little"))


def docx_of_paragraphs(count: int) -> bytes:
    return docx(body(b"<w:p/>" * count))


def docx_of(element: str, size: int) -> bytes:
    """A main part of so many bytes, of the element again and again."""
    return docx(body(element.encode() * (size // len(element))))


def docx_nested(levels: int) -> bytes:
    """Tables within tables."""
    opened, closed = b"<w:tbl><w:tr><w:tc>", b"</w:tc></w:tr></w:tbl>"
    return docx(body(opened * levels + PARAGRAPH + closed * levels))


def docx_of_laughs() -> bytes:
    """Entities of entities of entities, in the main part."""
    names = [f"e{level}" for level in range(12)]
    definitions = "".join(f'<!ENTITY {name} "{f"&{before};" * 10}">' for before, name in pairwise(names))
    laughs = f'<!DOCTYPE w [<!ENTITY e0 "ha">{definitions}]>'.encode()
    return docx(body(b"<w:p><w:r><w:t>Plain words &e11;</w:t></w:r></w:p>", before=laughs))


def docx_that_refers_elsewhere(address: str, secret: str) -> bytes:
    """With a template, a picture and a part at the address, and the secret file as an entity."""
    relations = "".join(
        f'<Relationship Id="r{index}" Target="{address}/{kind}" TargetMode="External" Type="{OFFICE}/{kind}"/>'
        for index, kind in enumerate(("attachedTemplate", "image", "header", "aFChunk", "oleObject"))
    )
    entities = (
        f'<!DOCTYPE w SYSTEM "{address}/x.dtd" [<!ENTITY secret SYSTEM "{secret}">'
        f'<!ENTITY far SYSTEM "{address}/x.xml"><!ENTITY % more SYSTEM "{address}/more.dtd"> %more;]>'
    )
    main = body(PARAGRAPH + b"<w:p><w:r><w:t>&secret;&far;</w:t></w:r></w:p>", before=entities.encode())
    packed = f'<Relationships xmlns="{RELATIONSHIPS}">{relations}</Relationships>'.encode()
    return docx(main, **{"word/_rels/document.xml.rels": packed, "word/_rels/settings.xml.rels": packed})


def html_that_refers_elsewhere(address: str, secret: str) -> bytes:
    """With a page's every way to name something else, in the page and in a drawing within it."""
    return f"""<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "{address}/x.dtd" [
    <!ENTITY secret SYSTEM "{secret}">]>
    <html manifest="{address}/x.appcache"><head><base href="{address}/"><meta http-equiv=refresh content="0;{address}">
    <link rel=stylesheet href="{address}/x.css"><style>@import "{address}/y.css"; p {{ background: url({address}) }}
    </style><script src="{address}/x.js"></script></head><body background="{address}/ground.png">
    <p>Plain words &secret;<img src="{address}/x.png" srcset="{address}/y.png 2x"><img src="{secret}">
    <iframe src="{secret}"></iframe><object data="{address}/x.swf"></object><embed src="{secret}">
    <video poster="{address}/x.jpg"><source src="{address}/x.mp4"></video><xi:include href="{secret}" parse="text"/>
    <svg><image href="{address}/x.svg"/><use xlink:href="{secret}#a"/><foreignObject><img src="{address}/z.png">
    </foreignObject></svg></body></html>""".encode()


def html_of(element: str, size: int) -> bytes:
    """A page of so many bytes, of the element again and again, never closed."""
    return b"<!DOCTYPE html><html>" + element.encode() * (size // len(element))
