from __future__ import annotations

import pytest

from compound_pipelines.sample_receipt import sample_receipt


def test_the_same_number_gives_the_same_receipt_and_another_a_different_one() -> None:
    first, again, other = sample_receipt(3), sample_receipt(3), sample_receipt(4)

    assert first.image == again.image
    assert first.truth == again.truth
    assert first.image != other.image
    assert first.truth != other.truth


@pytest.mark.parametrize("seed", range(8))
def test_what_is_printed_adds_up(seed: int) -> None:
    truth = sample_receipt(seed).truth

    assert sum(round(item["amount"] * 100) for item in truth["items"]) == round(truth["subtotal"] * 100)
    assert round((truth["subtotal"] + truth["tax"]) * 100) == round(truth["total"] * 100)


def test_it_looks_scanned() -> None:
    image = sample_receipt().image

    assert image.mode == "L"
    assert image.height > image.width > 600
    # Grain: no two rows of the bare lid are alike.
    assert (image.array[2] != image.array[3]).any()
