"""Tiny checkpoints of the real classes, made on the spot and opened as the fetched ones are."""

from __future__ import annotations

from pathlib import Path

import pytest

SENTENCE = "the cat sat on a mat while two dogs ran . , invoice total 12"
WORDS = [*SENTENCE.split(), "system", "user", "assistant", "<|im_start|>", "<|im_end|>"]
TEMPLATE = (
    "{% for message in messages %}<|im_start|> {{ message['role'] }} {{ message['content'] }} <|im_end|> {% endfor %}"
    "{% if add_generation_prompt %}<|im_start|> assistant {% endif %}"
)


@pytest.fixture(scope="session")
def tiny_bert(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A BERT of one layer and 16 dimensions with a vocabulary of a few words."""
    transformers = pytest.importorskip("transformers")
    folder = tmp_path_factory.mktemp("bert")
    _tokenizer(pad_token="[PAD]").save_pretrained(folder)
    config = transformers.BertConfig(
        vocab_size=64, hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32
    )
    _seeded()
    transformers.BertModel(config).save_pretrained(folder)
    return folder


@pytest.fixture(scope="session")
def tiny_llama(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Llama of two layers and 16 dimensions, context 64, with a chat template."""
    transformers = pytest.importorskip("transformers")
    folder = tmp_path_factory.mktemp("llama")
    tokenizer = _tokenizer(pad_token="[PAD]", eos_token="<|im_end|>")
    tokenizer.chat_template = TEMPLATE
    tokenizer.save_pretrained(folder)
    config = transformers.LlamaConfig(
        vocab_size=64,
        hidden_size=16,
        num_hidden_layers=2,
        num_attention_heads=2,
        num_key_value_heads=1,
        intermediate_size=32,
        max_position_embeddings=64,
        bos_token_id=None,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
    )
    _seeded()
    transformers.LlamaForCausalLM(config).save_pretrained(folder)
    return folder


def _tokenizer(**special: str) -> object:
    import tokenizers
    import transformers

    vocabulary = {word: index for index, word in enumerate(["[PAD]", "[UNK]", *WORDS])}
    fast = tokenizers.Tokenizer(tokenizers.models.WordLevel(vocabulary, unk_token="[UNK]"))
    fast.pre_tokenizer = tokenizers.pre_tokenizers.WhitespaceSplit()
    return transformers.PreTrainedTokenizerFast(tokenizer_object=fast, unk_token="[UNK]", **special)


def _seeded() -> None:
    import torch

    torch.manual_seed(0)
