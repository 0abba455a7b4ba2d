"""What can be done, what came of it, and what is planned."""

from __future__ import annotations

import numpy as np
import pytest
from pydantic import ValidationError

from compound.values import Action, ActionResult, Audio, Box, Element, Frame, Image, Observation, Plan, PlanStep, Turn

FILL = Action(kind="fill", origin="https://example.org", target="7", arguments={"text": "tea", "keys": ["a"]})


class TestAction:
    def test_an_approval_holds_for_the_same_deed_whatever_the_order_or_the_reason(self) -> None:
        again = FILL.model_copy(update={"arguments": {"keys": ("a",), "text": "tea"}, "reason": "they drink it"})
        assert Action.model_validate(again.model_dump()).digest == FILL.digest

    @pytest.mark.parametrize(
        "change",
        [
            {"kind": "click"},
            {"origin": "https://example.com"},
            {"target": "8"},
            {"arguments": {"text": "tea "}},
            {"arguments": {"text": "tea", "keys": ["a", 1]}},
        ],
    )
    def test_it_does_not_hold_for_another(self, change: dict[str, object]) -> None:
        assert Action.model_validate({**FILL.model_dump(), **change}).digest != FILL.digest

    def test_numbers_and_words_are_told_apart(self) -> None:
        digests = {Action(kind="wait", origin="", arguments={"for": value}).digest for value in (1, "1", True, 1.0)}
        assert len(digests) == 4

    def test_its_arguments_cannot_be_changed(self) -> None:
        with pytest.raises(TypeError):
            FILL.arguments["text"] = "coffee"  # type: ignore[index]

    def test_what_json_cannot_say_is_no_argument(self) -> None:
        with pytest.raises(ValidationError):
            Action(kind="fill", origin="", arguments={"text": object()})

    def test_a_result_says_how_it_is_taken_back(self) -> None:
        result = ActionResult(action=FILL, status="done", undo=Action(kind="clear", origin=FILL.origin, target="7"))
        assert ActionResult.model_validate_json(result.model_dump_json()) == result


class TestObservation:
    def test_elements_share_no_ref(self) -> None:
        send = Element(ref="1", role="button", name="Send")
        with pytest.raises(ValidationError, match="share a ref"):
            Observation(origin="app", elements=(send, send))

    def test_elements_lie_on_the_picture(self) -> None:
        box = Box(left=0, top=0, right=1, bottom=1, frame=Frame(width=9, height=9))
        elements = (Element(ref="1", role="button", name="Send", box=box),)
        assert Observation(origin="app", elements=elements).elements == elements
        with pytest.raises(ValidationError, match="use this Box on the image"):
            Observation(origin="app", elements=elements, image=Image(np.zeros((5, 7), np.uint8)))


class TestPlan:
    read = PlanStep(name="text", capability="document.read", inputs={"page": "scan"})
    note = PlanStep(name="note", capability="text.summarise", inputs={"text": "text"})

    def test_the_last_step_gives_what_was_asked_for(self) -> None:
        plan = Plan(goal="a note", inputs={"scan": "Page"}, steps=(self.read, self.note))
        assert plan.output == "note"
        assert Plan.model_validate_json(plan.model_dump_json()) == plan

    @pytest.mark.parametrize(
        ("steps", "problem"),
        [
            ((note, read), "'note' uses \\['text'\\]"),
            ((read, read), "two things are called 'text'"),
            ((), "at least 1"),
        ],
    )
    def test_a_step_uses_what_comes_before_it_alone(self, steps: tuple[PlanStep, ...], problem: str) -> None:
        with pytest.raises(ValidationError, match=problem):
            Plan(goal="a note", inputs={"scan": "Page"}, steps=steps)


class TestTurn:
    image = Image(np.zeros((5, 7), np.uint8))
    sound = Audio(np.zeros(4, np.float32), 8000)

    def test_its_text_is_what_is_said_in_it(self) -> None:
        assert str(Turn(role="user", parts=("What is", self.image, "this?"))) == "What is\nthis?"

    def test_text_images_and_sounds_become_a_users_turn(self) -> None:
        for part in ("hello", self.image, self.sound):
            assert Turn.__compound_convert__(part) == Turn(role="user", parts=(part,))
        turn = Turn(role="assistant", parts=("hello",))
        assert Turn.__compound_convert__(turn) is turn

    def test_anything_else_is_a_type_error(self) -> None:
        with pytest.raises(TypeError, match="cannot make a Turn"):
            Turn.__compound_convert__(3)
