"""Names of classes as names of nodes."""

from __future__ import annotations

import re


def snake_case(name: str) -> str:
    """`DocumentRead` as `document_read`, `OCRPage` as `ocr_page`."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()
