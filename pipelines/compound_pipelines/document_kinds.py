"""The kinds of documents that `document-understanding` tells apart, and what speaks for each."""

from __future__ import annotations

KINDS = {
    "invoice": "an invoice or bill that asks a customer for payment: invoice number, invoice date, amount due",
    "receipt": "a receipt from a shop or restaurant: items bought, total, cash, card, change",
    "letter": "a letter or e-mail from one person to another, with a greeting and a signature",
    "contract": "a contract or agreement between parties, with clauses and signatures",
    "report": "a business or technical report with a summary, results and recommendations",
    "form": "a form with blank fields and check boxes to fill in",
    "article": "a story or article in prose from a book, magazine or newspaper, about people, places and events",
}
"""A label and what it means, in words that an encoder can compare with a text."""

CUES = {
    "invoice": (
        "invoice", "invoice number", "invoice date", "invoice no", "bill to", "amount due", "due date",
        "payment terms", "tax invoice", "rechnung", "rechnungsnummer", "rechnungsnr", "rechnungsdatum", "facture",
        "date de facture", "factuur", "factuurnummer", "factuurdatum", "factura", "fattura", "numero fattura",
        "fatura", "iban",
    ),
    "receipt": (
        "receipt", "payment received", "cash", "change due", "tendered", "cashier", "till",
        "thank you for shopping", "thank you for your visit", "vielen dank für ihren einkauf",
        "merci de votre visite", "rounding", "server", "table no", "kassenbon", "quittung", "rückgeld", "kasse",
        "beleg", "reçu", "ticket", "rendu", "espèces", "kassabon", "bonnetje", "contant", "wisselgeld", "recibo",
        "efectivo", "cambio", "scontrino", "contanti", "resto", "visa", "mastercard",
    ),
    "letter": (
        "dear", "dear sir", "dear madam", "sincerely", "yours sincerely", "yours faithfully", "kind regards",
        "best regards", "sehr geehrte", "mit freundlichen grüßen", "liebe grüße", "madame, monsieur",
        "cordialement", "salutations", "geachte", "met vriendelijke groet", "estimado", "estimada", "atentamente",
        "gentile", "cordiali saluti",
    ),
    "contract": (
        "agreement", "contract", "hereinafter", "governing law", "the parties", "in witness whereof", "whereas",
        "vertrag", "vertragspartner", "contrat", "les parties", "overeenkomst", "contrato", "las partes",
        "contratto", "le parti",
    ),
    "report": (
        "report", "executive summary", "introduction", "methodology", "results", "findings", "conclusion",
        "conclusions", "recommendations", "appendix", "bericht", "zusammenfassung", "ergebnisse", "rapport",
        "résumé", "résultats", "samenvatting", "informe", "resumen", "conclusiones", "relazione", "risultati",
    ),
    "form": (
        "form", "application", "please complete", "first name", "last name", "date of birth", "signature",
        "block capitals", "applicant", "tick", "formular", "antrag", "vorname", "geburtsdatum", "unterschrift",
        "formulaire", "prénom", "date de naissance", "formulier", "voornaam", "geboortedatum", "handtekening",
        "formulario", "solicitud", "apellidos", "fecha de nacimiento", "modulo", "cognome", "data di nascita",
    ),
    "article": (
        "chapter", "editor", "correspondent", "reporter", "said", "published", "kapitel", "chapitre", "hoofdstuk",
        "capítulo", "capitolo",
    ),
}  # fmt: skip
"""Phrases that such documents print, in English, German, French, Dutch, Spanish and Italian."""
