"""Flows of Prefect do with generated graphs what a local run does."""

from __future__ import annotations

import pytest
from hypothesis import Phase, given, settings

from compound.backends.conformance.checking import check, check_recalling
from compound.backends.conformance.examples import Example, examples
from compound.backends.conformance.flows import Flows

few = settings(derandomize=True, phases=[Phase.generate])  # to make a flow that fails smaller takes minutes
pytestmark = [pytest.mark.prefect, pytest.mark.usefixtures("prefect_server")]


@settings(few, max_examples=4)
@given(examples())
def test_a_task_a_node_on_threads(example: Example) -> None:
    check(Flows(), example.pipeline, example.inputs)


@settings(few, max_examples=3)
@given(examples())
def test_tasks_where_they_are_worth_it_on_threads(example: Example) -> None:
    check(Flows(granularity="auto"), example.pipeline, example.inputs)


@settings(few, max_examples=2)
@given(examples())
def test_answers_from_a_cache_on_threads(example: Example) -> None:
    check_recalling(Flows(), example.pipeline, example.inputs)
