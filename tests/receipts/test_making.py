"""The generator: what it says is printed, adds up, and comes out the same again."""

from __future__ import annotations

import random
from datetime import date
from decimal import Decimal

import pytest

pytest.importorskip("cv2", reason="comes with the ocr extra")

from .layouts import LAYOUTS
from .locales import locales
from .making import print_out, receipt, style
from .purchases import invent_purchase

COMBINATIONS = len(LAYOUTS) * len(locales())


def test_a_number_gives_the_same_receipt_again_and_another_a_different_one() -> None:
    assert receipt(7) == receipt(7)
    assert receipt(7).image != receipt(7 + COMBINATIONS).image


def test_there_are_enough_layouts_and_locales() -> None:
    assert len(LAYOUTS) >= 12
    assert {locale.name for locale in locales()} >= {"en-GB", "en-MY", "en-US", "de", "fr", "nl"}


def test_every_layout_meets_every_locale() -> None:
    assert len(set(map(style, range(COMBINATIONS)))) == COMBINATIONS


@pytest.mark.parametrize("seed", range(40))
def test_what_is_bought_adds_up_and_cash_is_rounded_to_the_smallest_coin(seed: int) -> None:
    chance = random.Random(seed)
    purchase = invent_purchase(chance.choice(locales()), chance)
    assert purchase.net + purchase.tax + purchase.rounding == purchase.total
    assert purchase.paid - purchase.change == purchase.total
    assert not purchase.in_cash or purchase.total % purchase.round_to == 0
    assert abs(purchase.rounding) < purchase.round_to


@pytest.mark.parametrize("name", LAYOUTS)
def test_every_layout_prints_in_every_locale(name: str) -> None:
    for locale in locales():
        sheet, truth = print_out(LAYOUTS[name], locale, random.Random(1))
        assert sheet.height > 300
        assert date.fromisoformat(truth.date)
        assert Decimal(truth.total) > 0
        assert truth.company
        assert truth.address
