from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image as Pil

from compound.values import Image, Page, PageText
from compound_nodes.document_load import DocumentLoad
from compound_nodes.document_read import DocumentRead
from compound_nodes.text_layer import is_readable
from compound_pipelines.sample_receipt import SampleReceipt, sample_receipt

PdfWriter = Callable[..., bytes]
LETTER = ["Dear Ms Example,", "please find the invoice for your order below.", "Total 12.50"]


@pytest.fixture(scope="module")
def receipt() -> SampleReceipt:
    return sample_receipt(7)


@pytest.fixture(scope="module")
def reading(receipt: SampleReceipt) -> PageText:
    text: PageText = DocumentRead()(receipt.image)
    return text


def test_a_scanned_receipt_is_read_row_by_row(receipt: SampleReceipt, reading: PageText) -> None:
    rows = reading.content.splitlines()

    assert rows[0] == receipt.truth["company"]
    assert f"TOTAL  {receipt.truth['total']:.2f}" in rows
    for item in receipt.truth["items"]:
        assert any(item["name"] in row and row.endswith(f"{item['amount']:.2f}") for row in rows)


def test_words_lie_on_their_ink(receipt: SampleReceipt, reading: PageText) -> None:
    (total,) = [line for line in reading.lines if line.text.startswith("TOTAL")]
    amount = reading.words[[word.start for word in reading.words].index(total.start + len("TOTAL  "))]

    assert receipt.image.crop(amount.box).array.min() < 90
    assert amount.box.left > receipt.image.width * 0.6
    assert amount.box.frame == receipt.image.frame
    assert all(0.5 <= word.confidence <= 1 for word in reading.words)


@pytest.mark.parametrize("quarter_turns", [1, 2, 3])
def test_a_page_that_lies_on_its_side_or_head_is_read_the_same(receipt: SampleReceipt, quarter_turns: int) -> None:
    turned = Image.from_array(np.rot90(receipt.image.array, quarter_turns))

    text = DocumentRead()(turned)

    assert f"TOTAL  {receipt.truth['total']:.2f}" in text.content.splitlines()
    assert text.frame == turned.frame


def test_a_good_text_layer_is_taken_as_it_is(make_pdf: PdfWriter) -> None:
    (page,) = DocumentLoad()(make_pdf(LETTER))

    assert DocumentRead()(page) is page.text_layer


def test_a_text_layer_can_be_set_aside(make_pdf: PdfWriter) -> None:
    (page,) = DocumentLoad()(make_pdf(LETTER))

    text = DocumentRead(prefer="ocr")(page)

    assert text is not page.text_layer
    assert text.content.splitlines() == LETTER


def test_a_stamp_upon_a_scan_does_not_pass_for_its_text(make_pdf: PdfWriter, receipt: SampleReceipt) -> None:
    (page,) = DocumentLoad()(make_pdf(["Scanned on Monday"]))
    stamped = Page(number=4, image=page.image, text_layer=page.text_layer)

    text = DocumentRead()(stamped)

    assert text.page == 4
    assert text is not stamped.text_layer
    assert DocumentRead(prefer="layer")(stamped) is stamped.text_layer


def test_a_blank_page_gives_an_empty_text() -> None:
    blank = Image.from_pil(Pil.new("L", (300, 200), 255))

    assert DocumentRead()(blank).content == ""


def test_ink_on_a_transparent_sheet_is_read_as_on_paper(receipt: SampleReceipt) -> None:
    ink = np.zeros((*receipt.image.array.shape, 4), np.uint8)
    ink[:, :, 3] = 255 - receipt.image.array

    assert f"TOTAL  {receipt.truth['total']:.2f}" in DocumentRead()(Image.from_array(ink)).content


@pytest.mark.parametrize("size", [(1, 1), (3, 400), (20_000, 8)])
def test_a_sliver_of_a_picture_is_read_without_complaint(size: tuple[int, int]) -> None:
    assert DocumentRead()(Image.from_pil(Pil.new("RGB", size, "white"))).content == ""


def test_a_layer_of_text_that_runs_down_the_page_is_read_from_the_picture(make_pdf: PdfWriter) -> None:
    sideways = make_pdf(LETTER).replace(b"/Type /Page /Parent", b"/Type /Page /Rotate 90 /Parent")
    (page,) = DocumentLoad()(sideways)

    assert DocumentRead()(page).content.splitlines() == LETTER


def test_declaring_the_document_nodes_loads_none_of_their_libraries() -> None:
    code = """
import sys
import compound_nodes.document_load, compound_nodes.document_read
print(*sorted({"numpy", "PIL", "cv2", "rapidocr", "onnxruntime", "pypdfium2"} & set(sys.modules)))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == ""


def test_a_layer_of_private_codes_or_mere_signs_is_not_readable() -> None:
    assert is_readable("An ordinary sentence, as one finds it on any invoice.")
    assert not is_readable("\ue001\ue002\ue003" * 30 + "some real words that stand between them here and there")
    assert not is_readable("!#$%&/()=?" * 20 + "some real words that stand between them here and there")
