"""Mending what recognisers of print mistake most: a zero for the letter O, a one for the letter l."""

from __future__ import annotations

import re

_WITHIN_CAPITALS = re.compile(r"(?<![^\W_])[A-ZÀ-Þ]+0{1,2}[A-ZÀ-Þ]{2,}(?![^\W_])")  # J0HOR, B00KS
_ZERO = re.compile(
    r"(?<![^\W_])0(?=[a-zß-ÿ]{2})"  # 0ld Mill
    r"|(?<=[A-ZÀ-Þ]\.)0(?=\.[A-ZÀ-Þ])"  # V.0.F.
    r"|(?<=\b[A-Z])0(?=\d \d[A-Z]{2}\b)"  # Y05 7CW, a postcode of York: no district begins with a zero
    r"|\b0(?=[A-Z] \d{5}\b)"  # 0R 97587
)
_ONE = re.compile(r"(?<=[a-zß-ÿ]{2})1(?=[a-zß-ÿ]|\b)")


def mended(text: str) -> str:
    """Names and addresses as they were most likely printed, character for character; codes are left as they are."""
    plain = _WITHIN_CAPITALS.sub(lambda word: word.group().replace("0", "O"), text)
    return _ONE.sub("l", _ZERO.sub("O", plain))
