"""Whole documents, made up in several languages, to typed fields."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel, Field

from compound.values import DocumentText, Extracted, PageText, Text
from compound_nodes.extraction.extract import extract


class Invoice(BaseModel):
    issuer: str
    amount: Decimal
    date: date
    invoice_number: str
    currency: str


class Receipt(BaseModel):
    company: str
    date: date
    address: str
    total: Decimal


def read(text: str, schema: type[BaseModel]) -> Extracted[Any]:
    return extract(Text(content=text), schema)


ENGLISH = """Northwind Traders, Inc.                     INVOICE
12 Harbor Road
Springfield, IL 62701
Bill to                                 Invoice Number: NT-20417
Contoso Ltd.                            Invoice Date: March 4, 2024
1 Other Street                          Due Date: April 3, 2024
Consulting, 3 days                            $1,200.00
Subtotal                                      $1,200.00
Sales Tax                                        $96.00
Total Due                                     $1,296.00
billing@northwindtraders.com"""

GERMAN = """Beispiel & Söhne GmbH - Lindenweg 4 - 50667 Köln

Rechnung
Rechnungsnr.      4711          Kundennr.    99
Rechnungsdatum    7. Mai 2014
Beratung                        1.000,00
Nettobetrag                     1.000,00 €
MwSt. 19 %                        190,00 €
Gesamtbetrag                    1.190,00 €
Zahlungsziel 21.05.14
Registergericht Köln HRB 12345"""

FRENCH = """Dupont Conseil SARL
14 rue des Lilas
69003 Lyon
Facture n° 2022-089 du 28/11/2022
Date limite de paiement le 05/12/2022
Prestation                      1 046,68 €
Total HT :                      1 046,68 €
TVA 20% :                         209,34 €
Total TTC :                     1 256,02 €"""

DUTCH = """Fietsen Jansen B.V.
Weena 12
3012 CN Rotterdam
Factuurnummer: 993548900
Klantnummer: 6669263
Factuurdatum: 19 april 2014
Orderdatum: 18 april 2014
Exclusief BTW   € 593,36
BTW 21%   € 124,61
Totaal   € 717,97"""

SPANISH = """Ejemplo Servicios S.L.
Calle Mayor 5, 28013 Madrid
Factura nº 2021/77
Fecha: 3 de marzo de 2021
Base imponible   100,00 €
IVA 21%   21,00 €
Total a pagar   121,00 €"""

ITALIAN = """Esempio S.r.l.
Via Roma 12 - 20121 Milano
Fattura n. 45/2022
Data: 14/05/2022
Imponibile   100,00 €
IVA 22%   22,00 €
Totale fattura   122,00 €"""


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (ENGLISH, ("Northwind Traders, Inc.", "1296.00", date(2024, 3, 4), "NT-20417", "USD")),
        (GERMAN, ("Beispiel & Söhne GmbH", "1190.00", date(2014, 5, 7), "4711", "EUR")),
        (FRENCH, ("Dupont Conseil SARL", "1256.02", date(2022, 11, 28), "2022-089", "EUR")),
        (DUTCH, ("Fietsen Jansen B.V.", "717.97", date(2014, 4, 19), "993548900", "EUR")),
        (SPANISH, ("Ejemplo Servicios S.L.", "121.00", date(2021, 3, 3), "2021/77", "EUR")),
        (ITALIAN, ("Esempio S.r.l.", "122.00", date(2022, 5, 14), "45/2022", "EUR")),
    ],
    ids=["en", "de", "fr", "nl", "es", "it"],
)
def test_an_invoice_is_read_in_six_languages(text: str, expected: tuple[str, str, date, str, str]) -> None:
    issuer, amount, day, number, currency = expected
    assert read(text, Invoice).value == Invoice(
        issuer=issuer, amount=Decimal(amount), date=day, invoice_number=number, currency=currency
    )


SHOP = """CORNER SHOP SDN BHD
(123456-X)
NO. 5, JALAN BUNGA 2,
TAMAN MELATI,
81100 JOHOR BAHRU
TEL: 07-3507405
TAX INVOICE
Doc No: CS0042     25/12/2018 20:13
BREAD     1     4.02
MILK      2     5.00
TOTAL           RM 9.02
ROUNDING ADJ    -0.02
TOTAL ROUNDED   9.00
CASH            50.00
CHANGE          41.00
THANK YOU"""


def test_a_receipt_with_rounding_and_change() -> None:
    assert read(SHOP, Receipt).value == Receipt(
        company="CORNER SHOP SDN BHD",
        date=date(2018, 12, 25),
        address="NO. 5, JALAN BUNGA 2, TAMAN MELATI, 81100 JOHOR BAHRU",
        total=Decimal("9.00"),
    )


def test_a_label_above_its_value_counts() -> None:
    text = (
        "Booking ID        Invoice Date\nIBZY2087          31/12/2017\n\nGrand Total   Rs 1939\nCity Hotels Pvt. Ltd."
    )
    found = read(text, Invoice)
    assert found.fields["date"].value == "2017-12-31"
    assert found.fields["invoice_number"].value == "IBZY2087"
    assert found.fields["amount"].value == "1939"


def test_labels_decide_between_fields_of_one_type() -> None:
    class Dates(BaseModel):
        due_date: date
        order_date: date
        tax: Decimal
        subtotal: Decimal
        customer_number: str

    found = read(DUTCH, Dates)
    assert found.fields["order_date"].value == "2014-04-18"
    assert found.fields["subtotal"].value == "593.36"
    assert found.fields["tax"].value == "124.61"
    assert found.fields["customer_number"].value == "6669263"
    assert found.missing == ("due_date",)


def test_fields_that_nobody_foresaw_are_found_by_their_own_names() -> None:
    class Log(BaseModel):
        vessel_name: str
        crew_count: int
        fuel_level: float
        sealed: bool
        status: Literal["open", "closed"]
        port_code: str = Field(description="Port of call")

    text = "Vessel name: Aurora\nCrew count: 14\nFuel level   73.5\nSealed: yes\nStatus: closed\nPort of call: NLRTM1"
    assert read(text, Log).value == Log(
        vessel_name="Aurora", crew_count=14, fuel_level=73.5, sealed=True, status="closed", port_code="NLRTM1"
    )


def test_what_does_not_stand_in_the_text_is_none_and_named() -> None:
    class Optionals(BaseModel):
        issuer: str | None = None
        total: Decimal | None = None
        iban: str | None = None
        email: str | None = None
        date: str | None = None

    found = read("Dear Mrs Hudson, thank you for your letter. The roof leaks again.", Optionals)
    assert found.value == Optionals()
    assert found.missing == ("issuer", "total", "iban", "email", "date")


def test_without_a_required_field_there_is_no_value_but_the_rest_is_kept() -> None:
    found = read("Total: 5.00 EUR", Invoice)
    assert found.value is None
    assert found.fields["amount"].value == "5.00"
    assert "invoice_number" in found.missing


def test_lists_and_nested_models_stay_empty() -> None:
    class Party(BaseModel):
        name: str

    class Nested(BaseModel):
        total: Decimal
        lines: list[Party]
        seller: Party | None = None

    found = read("Total: 5.00", Nested)
    assert found.value == Nested(total=Decimal("5.00"), lines=[])
    assert found.missing == ("lines", "seller")


def test_constraints_of_the_schema_choose_among_candidates() -> None:
    class Numbered(BaseModel):
        invoice_number: Annotated[str, Field(pattern=r"^[A-Z]{2}\d{4}$")]

    found = read("Invoice No: 99\nReference: AB1234", Numbered)
    assert found.value == Numbered(invoice_number="AB1234")


def test_a_schema_whose_own_validator_refuses_gives_no_value() -> None:
    class Positive(BaseModel):
        total: Decimal

        def model_post_init(self, context: Any) -> None:
            if self.total < 100:
                raise ValueError("too little")

    found = read("Total: 5.00", Positive)
    assert found.value is None
    assert found.fields["total"].value == "5.00"


def test_an_alias_is_filled_by_its_alias() -> None:
    class Aliased(BaseModel):
        amount: Decimal = Field(alias="grandTotal")

    found = read("Grand total: 5.00", Aliased)
    assert found.value == Aliased(grandTotal=Decimal("5.00"))


def test_each_value_says_its_page_and_the_box_of_its_words(make_page: Callable[..., PageText]) -> None:
    first = make_page(1, [("Northwind", 0), ("Inc.", 60)], [("Invoice", 0), ("No:", 48), ("4711", 72)])
    second = make_page(2, [("Total", 0), ("EUR", 200), ("12.00", 224)], [("03.04.2024", 0)])
    found = extract(DocumentText.join([first, second]), Invoice)
    number, amount = found.fields["invoice_number"], found.fields["amount"]
    assert (number.value, number.page, number.box) == ("4711", 1, first.words[4].box)
    assert (amount.value, amount.page) == ("12.00", 2)
    assert amount.box == second.words[1].box.union(second.words[2].box)


def test_plain_text_has_no_page_and_no_box() -> None:
    field = read("Total: 5.00", Invoice).fields["amount"]
    assert (field.page, field.box) == (None, None)


def test_more_evidence_gives_more_confidence() -> None:
    class Total(BaseModel):
        total: Decimal

    texts = ["Total 12", "Total 12.00", "Total EUR 12.00", "Net total EUR 12.00", "Amount due EUR 12.00\nEUR 12.00"]
    confidences = [read(text, Total).fields["total"].confidence for text in texts]
    assert confidences == sorted(confidences)
    assert 0 < confidences[0] < confidences[-1] <= 1


def test_a_name_in_the_customer_s_block_is_not_the_issuer() -> None:
    class Issued(BaseModel):
        issuer: str

    text = "Invoice\nBill to:\nContoso Ltd.\n1 Other Street\n\nSold by: Fabrikam Ltd.\nwww.fabrikam.com"
    assert read(text, Issued).value == Issued(issuer="Fabrikam Ltd.")


@given(text=st.text(max_size=200))
def test_any_text_is_survived(text: str) -> None:
    found = read(text, Invoice)
    assert set(found.fields) | set(found.missing) == set(Invoice.model_fields)
    assert all(0 <= field.confidence <= 1 for field in found.fields.values())


@given(
    cents=st.integers(min_value=100, max_value=10**9),
    label=st.sampled_from(["Total", "Gesamtbetrag", "Total TTC", "Totaal", "Total a pagar", "Totale fattura"]),
    signs=st.sampled_from([(",", "."), (".", ",")]),
)
def test_a_labelled_total_is_read_whatever_the_language_and_locale(
    cents: int, label: str, signs: tuple[str, str]
) -> None:
    value = Decimal(cents) / 100
    printed = f"{value:,.2f}".translate(str.maketrans(",.", "".join(signs)))
    assert read(f"Example GmbH\n{label}: {printed} EUR", Invoice).fields["amount"].value == f"{value:.2f}"
