"""Which page a text lies on."""

from __future__ import annotations

import numpy as np

from compound.values import Image, Page, PageText
from compound_pipelines.report.pages import page_behind, pages_in

BLANK, OTHER = Image(np.full((20, 10, 3), 255, np.uint8)), Image(np.zeros((20, 10, 3), np.uint8))


def text(number: int, image: Image) -> PageText:
    return PageText(content="", page=number, frame=image.frame)


def test_pages_are_found_alone_and_in_lists() -> None:
    first, second = Page(number=1, image=BLANK), Page(number=2, image=OTHER)
    known = pages_in({"load": [first], "turn": second, "read": "text"})

    assert page_behind(text(1, BLANK), known) == first
    assert page_behind(text(2, OTHER), known) == second


def test_of_pages_that_look_alike_it_is_the_one_with_the_number() -> None:
    pages = [Page(number=number, image=BLANK) for number in (1, 2, 3)]

    assert page_behind(text(2, BLANK), pages_in({"load": pages})) == pages[1]


def test_a_page_counted_otherwise_is_known_by_its_image() -> None:
    page = Page(number=1, image=BLANK)

    assert page_behind(text(7, BLANK), pages_in({"load": page})) == page


def test_a_text_may_have_no_page() -> None:
    assert page_behind(text(1, OTHER), pages_in({"load": Page(number=1, image=BLANK)})) is None
