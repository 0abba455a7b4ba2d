from __future__ import annotations

from compound_nodes.extraction.labels import LabelIndex, words_of

INDEX = LabelIndex(
    [
        ("total", "total", 0.6),
        ("sub total", "subtotal", 1.0),
        ("invoice no", "number", 1.0),
        ("facture n", "number", 1.0),
    ]
)


def keys(text: str) -> list[str]:
    return [named.key for named in INDEX.find(text)]


def test_the_longer_phrase_wins_over_the_one_inside_it() -> None:
    assert keys("Sub-Total: 5.00") == ["subtotal"]
    assert keys("TOTAL: 5.00") == ["total"]


def test_accents_case_and_signs_do_not_matter() -> None:
    assert keys("FACTURE N° 12") == keys("Invoice #12") == keys("invoice no. 12") == ["number"]


def test_words_that_a_recogniser_glued_together_are_known() -> None:
    assert keys("InvoiceNo:12") == ["number"]


def test_part_of_a_word_is_no_label() -> None:
    assert keys("Totality") == []


def test_places_lead_back_into_the_text() -> None:
    text = "Date d'émission: Invoice No: 12"
    (named,) = INDEX.find(text)
    assert text[named.start : named.end] == "Invoice No"


def test_words_are_split_at_signs_and_kept_in_order() -> None:
    assert [word.text for word in words_of("Réf. N°562/a")] == ["ref", "n", "562", "a"]
