"""Generation by OpenVINO, from a GGUF file of the tiny model."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from compound.errors.generation import BadForm, PromptTooLong, TemplateRefused
from compound.errors.models import ModelDamaged
from compound.values import Message
from compound_nodes.generation.causal_lm import CausalLM
from compound_nodes.generation.decoding import Decoding, finished
from compound_nodes.generation.form import Form
from compound_nodes.generation.openvino_lm import OpenVinoLM

pytestmark = pytest.mark.skipif(find_spec("openvino_genai") is None, reason="openvino-genai is not installed")
QUESTION = (Message(role="user", content="hello the t"),)


@pytest.fixture(scope="module")
def model(tiny_gguf: Path) -> OpenVinoLM:
    return OpenVinoLM.load(tiny_gguf, name="tiny", context=128)


def test_from_weights_in_f16_it_writes_what_transformers_writes(model: OpenVinoLM, tiny_writer: Path) -> None:
    theirs = finished(CausalLM.load(tiny_writer).stream(QUESTION, Decoding(24)))
    ours = finished(model.stream(QUESTION, Decoding(24)))
    assert ours.text == theirs.text.replace("\N{REPLACEMENT CHARACTER}", "")  # it leaves out bytes of no character
    assert (ours.prompt_tokens, ours.tokens, ours.ended) == (theirs.prompt_tokens, theirs.tokens, theirs.ended)


def test_the_pieces_make_up_the_text(model: OpenVinoLM) -> None:
    pieces = list(model.stream(QUESTION, Decoding(24)))
    assert len(pieces) > 1
    assert "".join(pieces) == finished(model.stream(QUESTION, Decoding(24))).text


def test_a_stop_string_ends_the_text_before_it(model: OpenVinoLM) -> None:
    whole = finished(model.stream(QUESTION, Decoding(24))).text
    stopped = finished(model.stream(QUESTION, Decoding(24, stop=(whole[4:6],))))
    assert stopped.text == whole[: whole.index(whole[4:6])]
    assert stopped.ended == "stop"


def test_a_stream_that_is_left_stops_the_generation(model: OpenVinoLM) -> None:
    stream = model.stream(QUESTION, Decoding(90))
    next(stream)
    stream.close()
    assert finished(model.stream(QUESTION, Decoding(4))).tokens == 4


def test_a_seed_repeats_what_was_drawn_and_another_draws_anew(model: OpenVinoLM) -> None:
    first, again, other = (finished(model.stream(QUESTION, Decoding(16, 1.5, seed))).text for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_a_schema_is_followed(model: OpenVinoLM) -> None:
    schema = {"type": "object", "properties": {"paid": {"type": "boolean"}}, "required": ["paid"]}
    form = Form("JSON Schema", json.dumps(schema | {"additionalProperties": False}))
    assert json.loads(finished(model.stream(QUESTION, Decoding(64, form=form))).text)["paid"] in (True, False)


def test_a_grammar_in_another_dialect_is_refused(model: OpenVinoLM) -> None:
    with pytest.raises(BadForm, match="Lark"):
        finished(model.stream(QUESTION, Decoding(form=Form("grammar", 'start: "a"'))))


def test_a_prompt_that_does_not_fit_is_refused(model: OpenVinoLM) -> None:
    with pytest.raises(PromptTooLong) as caught:
        finished(model.stream((Message(role="user", content="x" * 100),), Decoding(64)))
    assert caught.value.limit == 64


def test_a_conversation_that_the_template_refuses_is_refused(model: OpenVinoLM) -> None:
    with pytest.raises(TemplateRefused, match="two questions in a row"):
        model.count(QUESTION * 2)


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelDamaged, match="nothing"):
        OpenVinoLM.load(tmp_path, name="nothing")


def test_its_telemetry_is_not_loaded() -> None:
    code = """
import sys
from compound_nodes.generation.openvino_lm import _genai
_genai()
assert "openvino.tools.ovc.telemetry_stub" in sys.modules
assert sys.modules["openvino_telemetry"] is None
"""
    subprocess.run([sys.executable, "-c", code], check=True)
