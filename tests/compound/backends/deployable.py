"""Pipelines that are deployed in tests; a worker imports this file as the module `deployable`."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from compound import Image, Text, node, pipeline


class Options(BaseModel, frozen=True):
    """A form within the form."""

    pages: Annotated[int, Field(ge=1, le=9)] = 1
    language: Literal["en", "de"] = "en"


STANDARD = Options()


@node
def after(x: int, seconds: float) -> int:
    time.sleep(seconds)
    return x + 1


@node
def size(path: Path, x: int, options: Options) -> int:
    return path.stat().st_size + x + options.pages


@pipeline
def sized(path: Path, seconds: float = 0.0, options: Options = STANDARD) -> int:
    """The size of a file, and a little more.

    Args:
        path: The file whose size is wanted.
        seconds: How long each of two steps takes.
    """
    return size(path, after(after(0, seconds), seconds), options)


@node
def width(image: Image, title: Text) -> int:
    return image.width


@pipeline
def measured(image: Image, title: Text) -> int:
    return width(image, title)
