from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pytest

from compound.models.measuring import Measure


@dataclass(frozen=True, slots=True)
class Slotted:
    inner: Any


class Holder:
    def __init__(self, **parts: Any) -> None:
        self.__dict__.update(parts)


def test_arrays_are_found_wherever_they_are() -> None:
    array = np.zeros(100, np.float32)
    for model in (
        array,
        [array],
        {"weights": (array,)},
        Holder(inner=Slotted(array)),
        Slotted([array]),
        [array, array],
    ):
        assert Measure(model).arrays == 400


def test_a_view_counts_as_the_array_behind_it_and_once() -> None:
    array = np.zeros(100, np.uint8)
    assert Measure([array, array[:10], array[5:]]).arrays == 100
    assert Measure(array[:10]).arrays == 100


def test_what_is_accounted_for_elsewhere_is_not_counted() -> None:
    part = Holder(weights=np.zeros(100, np.uint8))
    assert Measure(Holder(part=part, own=np.zeros(3, np.uint8)), [part]).arrays == 3


def test_objects_that_hold_themselves_have_an_end() -> None:
    cycle = Holder(array=np.zeros(7, np.uint8))
    cycle.__dict__["itself"] = [cycle]
    assert Measure(cycle).arrays == 7


def test_parameters_and_buffers_of_modules_count_once_when_they_are_tied() -> None:
    torch = pytest.importorskip("torch")
    module = torch.nn.Sequential(torch.nn.Linear(10, 10, bias=False), torch.nn.Linear(10, 10, bias=False))
    module[1].weight = module[0].weight
    module.register_buffer("positions", torch.zeros(8, dtype=torch.int64))
    assert Measure(Holder(model=module)).weights == 10 * 10 * 4 + 8 * 8
    assert Measure([torch.zeros(5, dtype=torch.bfloat16)]).arrays == 10
