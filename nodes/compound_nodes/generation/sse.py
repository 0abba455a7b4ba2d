"""Server-sent events, as far as language model servers use them (WHATWG HTML, 9.2)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator


def data_of(lines: Iterable[str]) -> Iterator[str]:
    """The data of each event. An event that the end of the stream cuts off is left out, as the standard says."""
    data: list[str] = []
    for line in lines:
        if not line and data:
            yield "\n".join(data)
            data = []
        field, _, value = line.partition(":")
        if field == "data":
            data.append(value.removeprefix(" "))
