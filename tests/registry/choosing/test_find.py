from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from compound.errors.capabilities import UnknownCapability
from compound.errors.choosing import UnknownNeed
from compound_registry import Found, find
from compound_registry.choosing.measurements import Measurement, remember
from tests.registry.choosing.conftest import GB, Rules, Server, Small, World, card, provider


def _names(found: Found) -> list[str]:
    return [choice.candidate.name for choice in found]


def _reasons(found: Found) -> dict[str, str]:
    return {candidate.name: exclusion.constraint for candidate, exclusion in found.ruled_out}


@pytest.fixture
def usual(world: World) -> World:
    """A node with a small model, one for larger ones, rules, and a server."""
    small = card("small", parameters=GB // 10, languages=("en",))
    large = card(
        "large", "llm", parameters=7 * GB, dtypes=("bf16", "int4"), languages=("mul",), licence="LicenseRef-Own"
    )
    drawing = card("sketch", "lcm", loader="diffusers:Pipeline", inputs=("image",))
    world.install(
        provider(Small, models=("small",), loaders=("transformers:AutoModelForCausalLM",)),
        provider(Rules),
        provider(Server, remote=True),
        cards=[small, large, drawing],
        here=["small"],
    )
    return world


def test_all_that_could_do_it_is_listed_the_default_first(usual: World) -> None:
    assert _names(find("text.answer")) == ["Small", "Rules", "Server", "Small + large", "(no node) + sketch"]


def test_each_place_has_its_reason_and_what_is_to_do(usual: World) -> None:
    by_name = {choice.candidate.name: choice for choice in find("text.answer")}
    assert by_name["Small"].ready
    assert "381.5MiB in fp32" in by_name["Small"].reason
    assert by_name["Small + large"].to_do == "its weights are not here: compound models fetch large"
    assert "no installed node runs diffusers:Pipeline" in by_name["(no node) + sketch"].to_do


@pytest.mark.parametrize(
    ("constraints", "ruled_out"),
    [
        ({"on_device": True}, {"Server"}),
        ({"private": True}, {"Server"}),
        ({"memory": "1GiB"}, {"Small + large", "(no node) + sketch"}),
        ({"licence": "permissive"}, {"Small + large"}),
        ({"licence": ["LicenseRef-Own"]}, {"Small", "(no node) + sketch"}),
        ({"language": "de"}, {"Small"}),
        ({"modality": "text"}, {"(no node) + sketch"}),
        ({"family": "slm"}, {"Rules", "Server", "Small + large", "(no node) + sketch"}),
        ({"installed": True}, {"(no node) + sketch"}),
        ({"offline": True}, {"Server", "Small + large", "(no node) + sketch"}),
    ],
)
def test_what_does_not_meet_a_constraint_is_ruled_out_by_name(
    usual: World, constraints: dict[str, Any], ruled_out: set[str]
) -> None:
    found = find("text.answer", **constraints)
    (constraint,) = constraints
    assert _reasons(found) == dict.fromkeys(ruled_out, "on_device" if constraint == "private" else constraint)
    assert len(found) + len(found.ruled_out) == 5


def test_an_exclusion_says_how_far_it_is_from_fitting(usual: World) -> None:
    reasons = {
        candidate.name: exclusion.reason for candidate, exclusion in find("text.answer", memory="1GiB").ruled_out
    }
    assert reasons["Small + large"] == "its weights take 13.0GiB in bf16, over 1.0GiB"


def test_a_model_without_a_node_takes_the_numbers_that_fit(world: World) -> None:
    world.install(cards=[card("large", "llm", parameters=7 * GB, dtypes=("bf16", "int4"))])
    assert [choice.candidate.dtype for choice in find("text.answer")] == ["bf16"]
    assert [choice.candidate.dtype for choice in find("text.answer", memory="4GiB")] == ["int4"]
    assert [choice.candidate.dtype for choice in find("text.answer", prefer="memory")] == ["int4"]


def test_memory_that_nobody_knows_meets_no_limit(world: World) -> None:
    world.install(cards=[card("secret", parameters=None)])
    (_, exclusion) = find("text.answer", memory="64GiB").ruled_out[0]
    assert exclusion.reason == "nobody says how much memory it takes"


def test_preferences_change_the_order(usual: World) -> None:
    usual.cards["huge"] = card("huge", "moe", parameters=100 * GB, active=GB // 20)
    assert _names(find("text.answer", prefer="quality"))[:2] == ["Server", "Small + huge"]
    assert _names(find("text.answer", prefer="memory"))[0] == "Small"


def test_measured_ones_change_places_among_themselves_and_say_so(usual: World) -> None:
    before = _names(find("text.answer"))
    _measure("Small", quality=0.7, seconds=0.1)
    _measure("Rules", quality=0.9, seconds=0.5)
    after = find("text.answer")
    assert _names(after)[:2] == ["Rules", "Small"]
    assert _names(after)[2:] == before[2:]
    assert "measured here on 50: accuracy 0.900, 500 ms" in after[0].reason


def test_close_qualities_count_as_equal_and_the_sooner_wins(usual: World) -> None:
    _measure("Small", quality=0.905, seconds=0.5)
    _measure("Rules", quality=0.900, seconds=0.1)
    assert _names(find("text.answer"))[0] == "Rules"
    by_quality = _names(find("text.answer", prefer="quality"))
    assert by_quality.index("Small") < by_quality.index("Rules")


def test_figures_of_another_set_of_examples_are_not_compared(usual: World) -> None:
    _measure("Rules", quality=0.9, seconds=0.5, examples="old")
    _measure("Small", quality=0.1, seconds=0.5, examples="new")
    assert _names(find("text.answer"))[0] == "Small"


def test_an_unknown_constraint_is_answered_with_those_there_are(usual: World) -> None:
    with pytest.raises(UnknownNeed, match=r"`memroy`.*There are on_device, memory"):
        find("text.answer", memroy="4GiB")


def test_an_unknown_capability_is_answered_with_the_nearest(usual: World) -> None:
    with pytest.raises(UnknownCapability, match=r"Did you mean text\.answer\?"):
        find("text.anser")


def test_an_unknown_task_is_answered_with_the_nearest(usual: World) -> None:
    with pytest.raises(UnknownCapability, match="Did you mean image captioning"):
        find(task="image caption")


def _measure(candidate: str, *, quality: float, seconds: float, examples: str = "set") -> None:
    remember(
        Measurement(
            capability="text.answer",
            candidate=candidate,
            examples=examples,
            count=50,
            metric="accuracy",
            quality=quality,
            seconds=seconds,
            memory=1,
            when=datetime.now(UTC),
        )
    )
