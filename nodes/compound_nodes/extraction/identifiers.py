"""Identifiers, contacts and other strings with a shape of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_IDENTIFIER = re.compile(
    r"(?:(?<![\w.@/-])|(?<=\b[Nn][oOrR]\.))(?![Nn][oOrR]\.\d)(?=[\w./-]*\d)[^\W_](?:[\w./-]*\w)?(?![\w@])"
)
_GROUPED = re.compile(
    r"(?<!\w)[A-Z]{2}\d{0,2}(?: ?[A-Z0-9]{2,5}){2,8}(?!\w)|(?<![\w.,])\d{2,5}(?: \d{2,5}){2,7}(?![\w.,])"
)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}")
_WEBSITE = re.compile(
    r"(?:https?://|www\.)[\w-]+(?:\.[\w-]+)+(?:/[^\s,;|]*)?|(?<![\w@.-])[\w-]+\.(?:com|org|net|de|fr|nl|es|it|eu|co\.uk|in|io|my)(?![\w.])"
)
_PHONE = re.compile(r"(?<![\w.,/-])(?:\+|00)?\(?\d{1,4}\)?(?:[\s./()-]{0,2}\d{2,4}){2,5}(?![\w,-])")


@dataclass(frozen=True, slots=True)
class FoundString:
    """A string, and the characters it was read from."""

    value: str
    start: int
    end: int


def find_identifiers(text: str) -> Iterator[FoundString]:
    """Runs of letters and digits with at least one digit, such as 42183017, INV-2024/17 or IBZY2087."""
    for match in _IDENTIFIER.finditer(text):
        if len(match.group()) >= 2:
            yield FoundString(match.group(), match.start(), match.end())


def find_grouped(text: str) -> Iterator[FoundString]:
    """Identifiers printed in groups, such as an IBAN or the number 421 938 861."""
    for match in _GROUPED.finditer(text):
        if sum(character.isdigit() for character in match.group()) >= 6:
            yield FoundString(match.group(), match.start(), match.end())


def find_emails(text: str) -> Iterator[FoundString]:
    """E-mail addresses."""
    yield from _strings(_EMAIL, text)


def find_websites(text: str) -> Iterator[FoundString]:
    """Web addresses, with or without their scheme; not the part of an e-mail address."""
    yield from _strings(_WEBSITE, text)


def find_phones(text: str) -> Iterator[FoundString]:
    """Telephone numbers of 7 to 15 digits (the most that E.164 allows)."""
    for found in _strings(_PHONE, text):
        if 7 <= sum(character.isdigit() for character in found.value) <= 15:
            yield found


def _strings(pattern: re.Pattern[str], text: str) -> Iterator[FoundString]:
    for match in pattern.finditer(text):
        value = match.group().rstrip(".,;")
        yield FoundString(value, match.start(), match.start() + len(value))
