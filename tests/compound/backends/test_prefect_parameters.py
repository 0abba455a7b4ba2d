"""Inputs of a pipeline as parameters of a deployment, and back."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("prefect")

from compound.backends.prefect.parameters import does_fit, inputs_from, schema_of

from .deployable import Options, measured, sized


class TestTheForm:
    def test_it_has_names_types_defaults_and_descriptions(self) -> None:
        schema = schema_of(sized)
        path, seconds = schema["properties"]["path"], schema["properties"]["seconds"]
        assert schema["required"] == ["path"]
        assert (path["type"], path["description"]) == ("string", "The file whose size is wanted.")
        assert (seconds["type"], seconds["default"]) == ("number", 0.0)

    def test_a_model_is_a_form_within(self) -> None:
        fields = schema_of(sized)["definitions"]["Options"]["properties"]
        assert (fields["pages"]["maximum"], fields["language"]["enum"]) == (9, ["en", "de"])

    def test_what_is_made_of_text_is_offered_as_text(self) -> None:
        properties = schema_of(measured)["properties"]
        assert properties["image"]["type"] == "string"
        assert properties["title"]["anyOf"][0] == {"type": "string"}

    def test_kinds_of_text_are_no_choice(self) -> None:
        from compound import node, pipeline

        @node
        def name(source: Path | str | bytes) -> str:
            return str(source)

        @pipeline
        def named(source: Path | str | bytes) -> str:
            return name(source)

        source = schema_of(named)["properties"]["source"]
        assert (source["type"], "anyOf" in source) == ("string", False)

    @pytest.mark.parametrize(
        ("name", "value", "fits"),
        [
            ("path", "a.png", True),
            ("path", 3, False),
            ("seconds", 1, True),
            ("seconds", "1", False),
            ("options", {"pages": 10}, False),
            ("other", 1, False),
        ],
    )
    def test_what_the_server_would_refuse_does_not_fit(self, name: str, value: object, fits: bool) -> None:
        assert does_fit(sized, name, value) is fits


class TestTheWayBack:
    def test_json_becomes_what_the_inputs_are(self) -> None:
        given = {"path": "a.png", "seconds": 1, "options": {"pages": 3}}
        assert inputs_from(sized, given) == {"path": Path("a.png"), "seconds": 1.0, "options": Options(pages=3)}

    def test_the_edge_of_the_pipeline_makes_what_is_made_of_text(self) -> None:
        given = {"image": "a.png", "title": "t"}
        assert inputs_from(measured, given) == given

    def test_what_does_not_fit_is_left_for_the_edge_to_blame(self) -> None:
        assert inputs_from(sized, {"seconds": "soon", "unknown": 1}) == {"seconds": "soon", "unknown": 1}
