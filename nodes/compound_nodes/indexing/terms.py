"""The words of a question that a text may be searched for."""

from __future__ import annotations

import re
import unicodedata


def plain(text: str) -> str:
    """Lower-case letters without accents."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character))


ASKING = frozenset(
    plain(word)
    for word in """
    a about am an and any are as at be been by can could did do does for from had has have he her his how i in
    into is it its many me much my of on or our she should so tell than that the their them then there these they
    this those to us was we were what when where which who whom whose why will with would you your
    das dem den der des die ein eine einen einer für im ist mit und von war wann welche welcher welches wer wie
    wieviel wo zu zum zur au aux combien dans de du elle en est et il la le les où par pour quand que quel quelle
    qui sur un une bij een hebben heeft het hoe hoeveel met naar van voor waar wanneer wat welk al con cuál cuándo
    cuánto del dónde el es los las para por qué quién una chi che come cosa da di dove e gli lo nel per quale
    quando quanto
    """.split()  # noqa: SIM905 - a list of words a line would be longer than all else here
)
"""Words that ask or join and say nothing of what is asked: English, then German, French, Dutch, Spanish and Italian."""

_WORD = re.compile(r"\w+")
_ENDINGS = ("ies", "ing", "ed", "es", "s", "e", "y")


def terms_of(text: str) -> list[str]:
    """Its words in order, without case, accents and the commonest English endings, so that `paid` differs from `pay`
    and `invoices` does not from `invoice`."""
    return [stem(word) for word in _WORD.findall(plain(text))]


def asked_terms(question: str) -> list[str]:
    """The terms of a question that say what is asked, each once, in order; all its terms where none do."""
    words = dict.fromkeys(_WORD.findall(plain(question)))
    telling = [word for word in words if word not in ASKING]
    return list(dict.fromkeys(stem(word) for word in telling or words))


def stem(word: str) -> str:
    """The word without one of the endings that English adds, where at least three letters are left."""
    if not word.isalpha():
        return word
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word.removesuffix(ending)
    return word
