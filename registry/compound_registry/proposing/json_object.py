"""A JSON file that holds an object."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from compound_registry.card_errors import NothingDescribed


def read_object(file: Path) -> dict[str, Any]:
    """Raises NothingDescribed, naming the file."""
    try:
        found = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise NothingDescribed(path=file, reason=f"it is not JSON ({error})") from error
    if not isinstance(found, dict):
        raise NothingDescribed(path=file, reason=f"it holds a {type(found).__name__}, not an object")
    return found
