from __future__ import annotations

from pathlib import Path

import pytest

from compound.errors.generation import NoChatTemplate, PromptTooLong, TemplateRefused
from compound.values import Message
from compound_nodes.generation.causal_lm import CausalLM
from compound_nodes.generation.decoding import Decoding, Generation, finished


@pytest.fixture(scope="module")
def model(tiny_llama: Path) -> CausalLM:
    return CausalLM.load(tiny_llama, name="tiny")


def asking(prompt: str) -> tuple[Message, ...]:
    return (Message(role="user", content=prompt),)


def answer(model: CausalLM, prompt: str, decoding: Decoding) -> Generation:
    return finished(model.stream(asking(prompt), decoding))


def drained(model: CausalLM, prompt: str, decoding: Decoding) -> tuple[list[str], Generation]:
    pieces, stream = [], model.stream(asking(prompt), decoding)
    while True:
        try:
            pieces.append(next(stream))
        except StopIteration as done:
            return pieces, done.value


def test_the_pieces_make_up_the_text(model: CausalLM) -> None:
    pieces, generation = drained(model, "the cat sat", Decoding(max_tokens=12))
    assert "".join(pieces) == generation.text
    assert len(pieces) > 1


def test_greedy_decoding_agrees_with_transformers(model: CausalLM, tiny_llama: Path) -> None:
    transformers = pytest.importorskip("transformers")
    tokenizer = transformers.AutoTokenizer.from_pretrained(tiny_llama)
    reference = transformers.AutoModelForCausalLM.from_pretrained(tiny_llama, dtype=model._model.dtype)
    prompt = tokenizer.apply_chat_template(
        [{"role": "user", "content": "the cat sat"}], add_generation_prompt=True, return_tensors="pt", return_dict=True
    )
    whole = reference.generate(**prompt, max_new_tokens=12, do_sample=False)
    expected = tokenizer.decode(whole[0, prompt["input_ids"].shape[1] :], skip_special_tokens=True)
    assert answer(model, "the cat sat", Decoding(max_tokens=12)).text == expected


def test_greedy_decoding_repeats_itself(model: CausalLM) -> None:
    assert answer(model, "a mat", Decoding(max_tokens=8)) == answer(model, "a mat", Decoding(max_tokens=8))


def test_a_seed_repeats_what_was_drawn_and_another_draws_anew(model: CausalLM) -> None:
    first, again, other = (answer(model, "a", Decoding(16, 2.0, seed)).text for seed in (1, 1, 2))
    assert first == again
    assert first != other


def test_tokens_are_counted(model: CausalLM) -> None:
    generation = answer(model, "the cat sat", Decoding(max_tokens=5))
    assert generation.prompt_tokens == 8
    assert generation.tokens == 5
    assert generation.ended == "length"
    assert model.count(asking("the cat sat")) == 8


def test_a_stop_string_ends_the_text_before_it(model: CausalLM) -> None:
    whole = answer(model, "the cat sat", Decoding(max_tokens=12)).text
    stop = whole.split()[2]
    pieces, generation = drained(model, "the cat sat", Decoding(max_tokens=12, stop=(stop,)))
    assert generation.text == whole[: whole.index(stop)]
    assert "".join(pieces) == generation.text
    assert generation.ended == "stop"


def test_no_piece_holds_the_beginning_of_a_stop_string(model: CausalLM) -> None:
    whole = answer(model, "the cat sat", Decoding(max_tokens=12)).text
    words = whole.split()
    pieces, generation = drained(model, "the cat sat", Decoding(max_tokens=12, stop=(f"{words[1]} {words[2]}",)))
    assert "".join(pieces) == generation.text
    assert words[1] not in generation.text.split()[1:]


def test_a_prompt_that_does_not_fit_is_refused_with_its_numbers(model: CausalLM) -> None:
    with pytest.raises(PromptTooLong, match="65 tokens") as caught:
        answer(model, "cat " * 60, Decoding(max_tokens=10))
    assert (caught.value.tokens, caught.value.limit) == (65, 54)


def test_a_conversation_that_the_template_refuses_is_refused(tiny_writer: Path) -> None:
    writer = CausalLM.load(tiny_writer, name="writer")
    with pytest.raises(TemplateRefused, match="two questions in a row"):
        writer.count([*asking("a"), *asking("b")])


def test_decoding_leaves_the_number_of_threads_as_it_was(model: CausalLM) -> None:
    torch = pytest.importorskip("torch")
    before = torch.get_num_threads()
    answer(model, "the cat", Decoding(max_tokens=4))
    assert torch.get_num_threads() == before


def test_a_model_without_chat_template_is_refused(tiny_bert: Path, tiny_llama: Path) -> None:
    transformers = pytest.importorskip("transformers")
    plain = transformers.AutoTokenizer.from_pretrained(tiny_bert)
    mute = CausalLM(plain, transformers.AutoModelForCausalLM.from_pretrained(tiny_llama), "mute")
    with pytest.raises(NoChatTemplate, match="mute"):
        answer(mute, "the cat", Decoding())


@pytest.mark.models
def test_smollm2_answers() -> None:
    from compound_nodes.generation.causal_lm import smollm2

    generation = answer(smollm2(), "What is the capital of France? Answer briefly.", Decoding(max_tokens=24))
    assert "Paris" in generation.text
    assert generation.ended == "stop"
