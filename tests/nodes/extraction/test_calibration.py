from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compound_nodes.extraction.calibration import CURVES, calibrated

WEIGHTS = st.floats(min_value=0.0, max_value=1.0)


@pytest.mark.parametrize("key", CURVES)
@given(one=WEIGHTS, other=WEIGHTS)
def test_more_evidence_never_means_less_confidence(key: str, one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert 0.0 <= calibrated(key, low) <= calibrated(key, high) <= 1.0


@given(weight=WEIGHTS)
def test_without_a_curve_the_evidence_is_the_confidence(weight: float) -> None:
    assert calibrated("field:unheard of", weight) == pytest.approx(weight)
