"""PDFs for the tests of nodes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.hostile import pdfs
from tests.hostile.pdf_writing import write_pdf

PdfWriter = Callable[..., bytes]


@pytest.fixture
def make_pdf() -> PdfWriter:
    return write_pdf


@pytest.fixture
def bursting_pdf() -> bytes:
    return pdfs.bursting()


@pytest.fixture
def slow_pdf() -> bytes:
    return pdfs.laughing()


@pytest.fixture
def encrypted_pdf() -> bytes:
    return pdfs.encrypted()
