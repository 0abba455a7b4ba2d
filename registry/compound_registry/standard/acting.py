"""Acting on pages, applications and services, one approved action after another."""

from __future__ import annotations

from compound_registry.capability import Capability

ACTING = (
    Capability(
        name="action.propose",
        summary="The next action towards a goal, by what can be seen. Nothing is done yet.",
        inputs={"goal": "Text", "observation": "Observation"},
        output="Action",
        avoid="For steps that are the same each time, write a pipeline.",
        tasks=("web automation", "large action model", "LAM", "GUI agent", "tool use", "function calling"),
    ),
    Capability(
        name="action.approve",
        summary="An action that a person or a policy let pass, unchanged.",
        inputs={"action": "Action"},
        output="Action",
        avoid="Within a pipeline, `compound.approve` asks a person.",
        tasks=("approval", "human in the loop", "confirm"),
    ),
    Capability(
        name="action.execute",
        summary="An action done, what came of it and how it is taken back.",
        inputs={"action": "Action"},
        output="ActionResult",
        tasks=("click", "fill a form", "browser", "Playwright", "call an API"),
    ),
    Capability(
        name="action.verify",
        summary="Whether an action brought what its goal asked for.",
        inputs={"goal": "Text", "result": "ActionResult"},
        output="Check",
        tasks=("verify", "was it done", "check the outcome"),
    ),
    Capability(
        name="action.undo",
        summary="An action taken back, as its result says how.",
        inputs={"result": "ActionResult"},
        output="ActionResult",
        avoid="Where the result has no `undo`, nothing can take it back.",
        tasks=("undo", "roll back", "revert"),
    ),
)
