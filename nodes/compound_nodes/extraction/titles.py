"""Words that say what a document is, and so are no part of a name or an address."""

from __future__ import annotations

from compound_nodes.extraction.labels import words_of

TITLES = frozenset(
    {
        "invoice", "tax", "receipt", "bill", "statement", "cash", "credit", "note", "payment", "proforma", "original",
        "copy", "duplicate", "reprint", "reprinted", "retail", "customer", "page", "simplified", "order", "sales",
        "slip", "official", "welcome", "thank", "you", "no", "date", "total", "tel", "fax", "guest", "check", "till",
        "vat", "gst", "rechnung", "quittung", "beleg", "kassenbon", "kundenbeleg", "kopie", "duplikat", "willkommen",
        "herzlich",
        "danke", "facture", "recu", "ticket", "caisse", "avoir", "addition", "duplicata", "copie", "bienvenue", "merci",
        "factuur", "kassabon", "klantbon", "bon", "duplicaat", "welkom", "factura", "recibo", "copia", "bienvenido",
        "fattura", "scontrino", "ricevuta", "benvenuto", "resit", "cukai", "salinan", "selamat", "datang",
    }
)  # fmt: skip
"""In English, German, French, Dutch, Spanish, Italian and Malay, without accents."""

_JOINING = frozenset({"de", "du", "la", "le", "of", "for", "the", "your"})


def is_title(text: str) -> bool:
    """Whether the line has words, and only words of titles."""
    words = [word.text for word in words_of(text) if word.text not in _JOINING]
    return bool(words) and all(word in TITLES for word in words)
