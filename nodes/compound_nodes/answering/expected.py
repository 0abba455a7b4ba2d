"""What kind of thing a question asks for, and whether a text has one."""

from __future__ import annotations

import re

_QUANTITY = re.compile(
    r"\b(how (?:much|many|long|old|far|tall|high|large|big)|price|cost|amount|total|sum|number|id|"
    r"code|reference|phone|percentage|rate|fee|"
    r"tax|"
    r"vat|wie ?viele?|betrag|preis|kosten|summe|\w*nummer|combien|prix|montant|num[ée]ro|hoeveel|prijs|bedrag|"
    r"cu[áa]nt[oa]s?|precio|importe|quant[oie]|prezzo|importo)\b",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\b(when|date|day|year|deadline|due|wann|datum|tag|jahr|frist|quand|jour|ann[ée]e|[ée]ch[ée]ance|wanneer|dag|jaar|"
    r"cu[áa]ndo|fecha|d[íi]a|a[ñn]o|quando|data|giorno|anno)\b",
    re.IGNORECASE,
)
_PERSON = re.compile(r"\b(who|whom|whose|wer|wen|wem|qui|wie is|qui[ée]n|chi)\b", re.IGNORECASE)
_MAIL = re.compile(r"\b(e-?mail|mail ?address)\b", re.IGNORECASE)

_FIGURE = re.compile(r"\d")
_MONTH = (
    r"jan|feb|m[aä]r|apr|ma[iyg]|jun|jul|aug|sep|o[ck]t|nov|de[cz]|janv|f[ée]v|avr|juin|juil|ao[uû]|d[ée]c|ene|abr|ago|"
    r"dic|gen|giu|lug|set|ott"
)
_DATE = re.compile(
    rf"\b\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{1,4}}\b|\b(?:1[5-9]|20)\d\d\b|\b\d{{1,2}}\.? (?:{_MONTH})|"
    rf"(?:{_MONTH})\w*\.? \d|"
    r"\b\d{1,2}:\d\d\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day",
    re.IGNORECASE,
)
_NAME = re.compile(r"\b[A-ZÀ-Þ][a-zß-ÿ]+ [A-ZÀ-Þ][\w.]*")
_ADDRESS = re.compile(r"\S@\S")

KINDS = ((_MAIL, _ADDRESS), (_TIME, _DATE), (_QUANTITY, _FIGURE), (_PERSON, _NAME))
"""Questions and what answers them, the narrower first; English, German, French, Dutch, Spanish, Italian."""


def expected_in(question: str, text: str) -> bool:
    """Whether a text has the kind of thing that a question asks for: a figure, a date, a name, an e-mail address.

    True for a question of no such kind.
    """
    for asks, answers in KINDS:
        if asks.search(question):
            return answers.search(text) is not None
    return True
