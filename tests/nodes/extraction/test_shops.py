"""Receipts of made-up shops: who issued them, where, when, and what was paid."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from pydantic import BaseModel

from compound.values import Text
from compound_nodes.extraction.extract import extract
from compound_pipelines.document_understanding import BusinessDocument


class Receipt(BaseModel):
    company: str | None = None
    date: datetime.date | None = None
    address: str | None = None
    total: Decimal | None = None


def read(text: str) -> Receipt:
    found = extract(Text(content=text), Receipt).value
    assert isinstance(found, Receipt)
    return found


TAIL = "\n4 Example Road\nLeeds LS1 4AB\nTotal   5.00"


@pytest.mark.parametrize(
    ("head", "company"),
    [
        ("tan mei ling\nSUNNY BOOKS (TAMAN INDAH) SDN BHD\n789111-W", "SUNNY BOOKS (TAMAN INDAH) SDN BHD"),
        ("SUNRISE\nLIM'SSUNRISE\nENTERPRISESDNBHD", "LIM'SSUNRISE ENTERPRISESDNBHD"),
        ("GOLDEN MARTSDN BHD\n(12345-X)", "GOLDEN MARTSDN BHD"),
        ("*** COPY ***\nSUNNY MART (M) BHD (126111-H)", "SUNNY MART (M) BHD"),
        ("EVERGREEN MARKETING SUPPLIES\nSDN BHD\n(12345-X)", "EVERGREEN MARKETING SUPPLIES SDN BHD"),
        ("WILLOW\nBaked fresh today\nWillow & Heron", "Willow & Heron"),
        ("Fresh every day\nHeron Garden Centre", "Heron Garden Centre"),
        ("RECEIPT\nde Vries en Zonen B.V. (88772211)", "de Vries en Zonen B.V."),
        ("Metzgerei Vogel V.0.F.", "Metzgerei Vogel V.O.F."),
        ("CUSTOMER COPY\nPeterson Bros. Outfitters Corp.", "Peterson Bros. Outfitters Corp."),
    ],
    ids=["bearer", "register", "glued", "glued form", "broken", "logo", "slogan", "lower case", "misread", "title"],
)
def test_the_company_is_found_wherever_it_stands_in_the_head(head: str, company: str) -> None:
    assert read(head + TAIL).company == company


@pytest.mark.parametrize(
    ("lines", "address"),
    [
        ("55 Station Street\nWeston 2073", "55 Station Street, Weston 2073"),
        ("96 ORCHARD ROAD\nYORK,\nYO3 9HG\nTelephone 020 9195 8082", "96 ORCHARD ROAD, YORK, YO3 9HG"),
        ("77 E 4TH ST\nBOULDER,\nCO 80379", "77 E 4TH ST, BOULDER, CO 80379"),
        (
            "HRB 50400 Amtsgericht Köln\nLindenweg 28a\n63571 Gelnhausen\nSteuer-Nr. 51/296",
            "Lindenweg 28a, 63571 Gelnhausen",
        ),
        (
            "LOT 5, JALAN KENARI 2,\nTAMAN INDAH\n81100 JOHOR BAHRU\nJOHOR\nGST ID: 000123",
            "LOT 5, JALAN KENARI 2, TAMAN INDAH, 81100 JOHOR BAHRU, JOHOR",
        ),
        (
            "Tel: 01 73 41 20 56\nZA du Moulin\n22 rue du Port\n31793 TOULOUSE",
            "ZA du Moulin, 22 rue du Port, 31793 TOULOUSE",
        ),
        ("0ld Mill House, 3 High Road\nYork Y05 7CW", "Old Mill House, 3 High Road, York YO5 7CW"),
    ],
    ids=["postcode last", "town between", "state", "register", "region", "phone between", "misread"],
)
def test_an_address_has_all_its_lines_and_nothing_else(lines: str, address: str) -> None:
    assert read(f"Example Books Ltd\n{lines}\n\nBread   5.00\nTotal   5.00").address == address


@pytest.mark.parametrize(
    ("sums", "total"),
    [
        ("Total   47.49\nRounding Adj   0.01\nNett total   47.50", "47.50"),
        (
            "TOTAL   RM 33.92\nROUNDING   -RM 0.02\nCASH   RM 50.00\nCHANGE   RM 16.10\nTOTAL ROUNDED   RM 33.90",
            "33.90",
        ),
        ("TOTAL SALES (EXCLUDING GST)   33.00\nTOTAL GST   1.98\nTOTAL SALES (INCLUSIVE OF GST)   34.98", "34.98"),
        ("Total Qty: 5   34.98\nTotal savings   50.00\nTotal inc VAT   34.98\nCash   40.00\nChange   5.02", "34.98"),
        ("T0TAL   12.00\nTip   2.00", "12.00"),
        ("Total Sales Inclusive GST @ 6%\n105.35", "105.35"),
        ("Total   28.80\nVISA   28.80\nGST SUMMARY   AMT   TAX\nTOTAL   27.17   1.63", "28.80"),
    ],
    ids=["rounded", "minus", "inclusive", "other totals", "misread", "label above", "tax table"],
)
def test_the_total_is_what_was_paid(sums: str, total: str) -> None:
    assert read(f"Example Books Ltd\n4 Example Road\nLeeds LS1 4AB\n{sums}").total == Decimal(total)


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("Date: 2019-05-1416:18", "2019-05-14"),
        ("Sun 08 Jul 201820:45:00", "2018-07-08"),
        ("12-01-1921:13 SH01", "2019-01-12"),
        ("DATE: 22 0ct 2018", "2018-10-22"),
        ("Tel. 04.28.57.28.33\n01-07-2017 10:33", "2017-07-01"),
        ("Date: 3 May 2018\nExchange until 17 May 2018", "2018-05-03"),
    ],
    ids=["glued time", "glued year", "glued short year", "misread", "phone", "another date"],
)
def test_the_date_is_that_of_the_purchase(printed: str, day: str) -> None:
    assert read(f"Example Books Ltd\n{printed}\nTotal   5.00").date == datetime.date.fromisoformat(day)


def test_an_amount_told_in_a_sentence_is_not_the_total() -> None:
    text = "Total EUR   34,73\nWir berechnen Ihnen für die uns entstandenen Kosten ein Entgeld von 15,00 EUR. Davon\n"
    assert read(text).total == Decimal("34.73")


def test_a_number_that_sticks_to_its_label_is_read() -> None:
    found = extract(Text(content="Example Books Ltd\nReceipt no.81271   Till 2"), BusinessDocument)
    assert found.fields["invoice_number"].value == "81271"


def test_an_issuer_that_the_letterhead_does_not_name_is_doubted() -> None:
    seller = "Sold by: Orchard Retail Private Limited\n4 Example Road\nLeeds LS1 4AB\nTotal   5.00"
    own = extract(Text(content=f"Orchard Retail Private Limited\n{seller}"), Receipt).fields["company"]
    brand = extract(Text(content=f"Bluebird\n\n\n\n{seller}"), Receipt).fields["company"]
    assert own.value == brand.value == "Orchard Retail Private Limited"
    assert own.confidence > 0.9
    assert brand.confidence < 0.7
