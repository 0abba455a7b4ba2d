from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np
import pytest

from compound.errors.documents import (
    DocumentCorrupt,
    DocumentEncrypted,
    PageSizeRefused,
    RendererDied,
    RenderTimedOut,
    TooManyPages,
)
from compound_nodes.pdf import RenderedPage, render_pdf
from compound_nodes.pdf_text import seen_and_hidden, words_of
from compound_nodes.pdf_worker import RenderRequest

PdfWriter = Callable[..., bytes]
REQUEST = RenderRequest(dpi=72, long_side=2_000, max_pages=20, max_characters=10_000, memory=2**30, cpu_seconds=60)


def render(data: bytes, request: RenderRequest = REQUEST, page_seconds: float = 30) -> Iterator[RenderedPage]:
    return render_pdf(data, request, source="some.pdf", page_seconds=page_seconds)


def test_pages_come_in_order_as_rgb_at_the_resolution_asked_for(make_pdf: PdfWriter) -> None:
    pages = list(render(make_pdf(["one"], ["two"]), replace(REQUEST, dpi=144)))

    assert [page.number for page in pages] == [1, 2]
    assert {page.pixels.shape for page in pages} == {(1684, 1190, 3)}


def test_rows_are_whole_although_pdfium_pads_them(make_pdf: PdfWriter) -> None:
    stripe = "raw 1 0 0 rg 0 0 10 101 re f"

    (page,) = render(make_pdf([stripe], size=(101, 101)))

    assert page.pixels.shape == (101, 101, 3)
    assert (page.pixels[:, :9] == (255, 0, 0)).all()
    assert (page.pixels[:, 12:] == 255).all()


def test_the_text_layer_lies_on_the_drawn_letters(make_pdf: PdfWriter) -> None:
    (page,) = render(make_pdf(["Total (EUR) 3.50"]))

    words = words_of(page.codes, page.boxes)
    assert [word.text for word in words] == ["Total", "(EUR)", "3.50"]
    for word in words:
        inside = page.pixels[int(word.top) : int(word.bottom) + 1, int(word.left) : int(word.right) + 1]
        assert inside.min() < 100
    rows, columns, _ = np.nonzero(page.pixels < 250)
    assert min(word.left for word in words) - 2 < columns.min()
    assert columns.max() < max(word.right for word in words) + 2
    assert min(word.top for word in words) - 2 < rows.min()
    assert rows.max() < max(word.bottom for word in words) + 2


def test_a_rotated_page_is_rendered_upright_with_its_text(make_pdf: PdfWriter) -> None:
    upwards = make_pdf(["raw BT /F1 12 Tf 0 1 -1 0 300 100 Tm (upright again) Tj ET"])

    (page,) = render(upwards.replace(b"/Type /Page /Parent", b"/Type /Page /Rotate 90 /Parent"))

    assert page.pixels.shape == (595, 842, 3)
    first, second = words_of(page.codes, page.boxes)
    assert (first.text, second.text) == ("upright", "again")
    assert first.left == pytest.approx(100, abs=2)
    assert first.top < 300 < first.bottom


def test_a_large_page_is_rendered_no_longer_than_allowed(make_pdf: PdfWriter) -> None:
    (page,) = render(make_pdf(["poster"], size=(14_400, 7_200)))

    assert page.pixels.shape == (1_000, 2_000, 3)


def test_a_page_beyond_what_the_format_allows_is_refused(make_pdf: PdfWriter) -> None:
    with pytest.raises(PageSizeRefused) as caught:
        list(render(make_pdf(["x"], size=(10**9, 10**9))))

    assert caught.value.page == 1
    assert caught.value.width == pytest.approx(10**9)


def test_pages_before_a_refused_one_are_delivered(make_pdf: PdfWriter) -> None:
    data = make_pdf(["fine"], ["not fine"])
    data = data[::-1].replace(b"[0 0 595 842]"[::-1], b"[0 0 2 2    ]"[::-1], 1)[::-1]
    pages = render(data)

    assert next(pages).number == 1
    with pytest.raises(PageSizeRefused) as caught:
        next(pages)
    assert caught.value.page == 2


def test_a_password_is_asked_for_by_name(encrypted_pdf: bytes) -> None:
    with pytest.raises(DocumentEncrypted, match=r"some\.pdf.*encrypted.*qpdf"):
        list(render(encrypted_pdf))


@pytest.mark.parametrize("keep", [9, 200, 400])
def test_a_cut_off_file_is_called_broken(make_pdf: PdfWriter, keep: int) -> None:
    with pytest.raises(DocumentCorrupt, match="structure"):
        list(render(make_pdf(["Hello there"])[:keep]))


def test_a_file_without_pages_is_called_so(make_pdf: PdfWriter) -> None:
    with pytest.raises(DocumentCorrupt, match="no pages"):
        list(render(make_pdf()))


def test_a_file_of_many_pages_is_refused_whole(make_pdf: PdfWriter) -> None:
    pages = render(make_pdf(*[[f"page {number}"] for number in range(1_000)]))

    with pytest.raises(TooManyPages) as caught:
        next(pages)
    assert (caught.value.pages, caught.value.limit) == (1_000, 20)


def test_many_pages_that_each_take_their_time_are_given_up(
    make_pdf: PdfWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("compound_nodes.pdf.PACE", 0.0)
    request = replace(REQUEST, dpi=300, max_pages=5_000)
    with pytest.raises(RenderTimedOut) as caught:
        list(render(make_pdf(*[["some words"]] * 5_000), request, page_seconds=2.0))
    assert caught.value.page < 5_000


def test_a_page_that_takes_for_ever_is_given_up(slow_pdf: bytes) -> None:
    with pytest.raises(RenderTimedOut) as caught:
        list(render(slow_pdf, page_seconds=1))

    assert (caught.value.page, caught.value.seconds) == (1, 1)


def test_a_page_that_unfolds_beyond_the_memory_limit_ends_the_renderer_alone(bursting_pdf: bytes) -> None:
    with pytest.raises(RendererDied) as caught:
        list(render(bursting_pdf, replace(REQUEST, memory=2**29)))

    assert caught.value.exit_code != 0
    assert caught.value.limit == 2**29


HIDING = {
    "set invisible": "raw q BT /F1 12 Tf 3 Tr 72 600 Td (secret) Tj ET Q",
    "used to clip": "raw q BT /F1 12 Tf 7 Tr 72 600 Td (secret) Tj ET Q",
    "white on white": "raw q BT 1 g /F1 12 Tf 72 600 Td (secret) Tj ET Q",
    "nearly white on white": "raw q BT 0.95 g /F1 12 Tf 72 600 Td (secret) Tj ET Q",
    "dark on dark": "raw q 0.1 g 60 590 100 40 re f BT 0.1 g /F1 12 Tf 72 600 Td (secret) Tj ET Q",
    "beside the page": "raw q BT /F1 12 Tf 900 600 Td (secret) Tj ET Q",
    "below the page": "raw q BT /F1 12 Tf 72 -60 Td (secret) Tj ET Q",
    "too small": "raw q BT /F1 1 Tf 72 600 Td (secret) Tj ET Q",
    "under a patch": "raw q BT /F1 12 Tf 72 600 Td (secret) Tj ET q 1 g 60 590 100 40 re f Q Q",
    "clipped away": "raw q 0 0 10 10 re W n BT /F1 12 Tf 72 600 Td (secret) Tj ET Q",
}


@pytest.mark.parametrize("content", HIDING.values(), ids=HIDING.keys())
def test_text_that_cannot_be_seen_is_told_from_what_can(make_pdf: PdfWriter, content: str) -> None:
    (page,) = render(make_pdf(["plain", content, "words"]))

    seen, hidden = seen_and_hidden(page.codes, page.boxes, page.drawn)
    assert [word.text for word in seen] == ["plain", "words"]
    assert [word.text for word in hidden] == ["secret"]


def test_text_of_any_color_is_seen_upon_another(make_pdf: PdfWriter) -> None:
    panel = "raw 0 0 0.5 rg 60 590 200 40 re f BT 1 g /F1 12 Tf 72 600 Td (Light on dark.) Tj ET"
    outlined = "raw BT 0 g /F1 20 Tf 1 Tr 72 500 Td (outlined) Tj ET"

    (page,) = render(make_pdf([panel, outlined]))

    seen, hidden = seen_and_hidden(page.codes, page.boxes, page.drawn)
    assert [word.text for word in seen] == ["Light", "on", "dark.", "outlined"]
    assert hidden == []


def test_a_long_text_layer_is_cut(make_pdf: PdfWriter) -> None:
    (page,) = render(make_pdf(["a" * 50]), replace(REQUEST, max_characters=10))

    assert len(page.codes) == 10
    assert len(page.boxes) == 40


def test_a_file_that_arrives_in_the_working_folder_cannot_replace_the_library(
    make_pdf: PdfWriter, tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(str(tmp_path))
    with open("pypdfium2.py", "w") as file:
        file.write("raise SystemExit")

    assert len(list(render(make_pdf(["safe"])))) == 1
