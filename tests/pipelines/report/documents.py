"""Documents that were understood, for reports about them."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from compound import node, pipeline
from compound.values import (
    Box,
    Check,
    DocumentText,
    Extracted,
    FieldValue,
    Frame,
    Image,
    Label,
    Line,
    Page,
    PageText,
    Text,
    Word,
)
from compound_pipelines.document_report import DocumentReport
from compound_pipelines.document_understanding import BusinessDocument
from compound_pipelines.report import Report

Understood = DocumentReport[BusinessDocument]
PICTURE = Image(np.full((200, 100, 3), 240, np.uint8))
KIND = Label(name="receipt", confidence=0.7, distribution={"invoice": 0.3, "receipt": 0.7})


def box(left: float, top: float, right: float, bottom: float, frame: Frame = PICTURE.frame) -> Box:
    return Box(left=left, top=top, right=right, bottom=bottom, frame=frame)


def page_text(content: str, number: int = 1, frame: Frame = PICTURE.frame) -> PageText:
    line = Line(text=content, box=box(10, 20, 60, 30, frame), confidence=0.9, start=0, end=len(content))
    word = Word.model_validate(dict(line))
    return PageText(content=content, page=number, frame=frame, words=(word,), lines=(line,))


def report(
    *,
    source: str = "a.png",
    text: str = "TOTAL 31.05",
    summary: str = "",
    checks: tuple[Check, ...] = (),
    **fields: FieldValue,
) -> Understood:
    return Understood(
        source=source,
        pages=1,
        text=DocumentText.join([page_text(text)]),
        kind=KIND,
        fields=Extracted[BusinessDocument](value=None, fields=fields, missing=("currency",), checks=checks),
        summary=Text(content=summary),
    )


def written(path: Path, *reports: Understood, hidden: str = "") -> str:
    """The report about these documents, all of one page with `PICTURE`, which may hide something."""
    unseen = PageText(content=hidden, page=1, frame=PICTURE.frame) if hidden else None
    page = Page(number=1, image=PICTURE, hidden_text=unseen)
    with Report(documents, path / "report.html") as report:
        for document in reports:
            report.add(documents.run(document, [page]))
    return (path / "report.html").read_text("utf-8")


@node
def load(pages: list[Page]) -> list[Page]:
    return pages


@node
def understand(document: Understood, pages: list[Page]) -> Understood:
    return document


@pipeline
def documents(document: Understood, pages: list[Page]) -> Understood:
    """Reads documents."""
    return understand(document, load(pages))
