"""`map` through a real model against the loop that one would write by hand."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from compound import pipeline
from compound.values import Embedding, Text
from measuring import Row, Skipped, at_least, in_turns

TEXTS = 256
BATCH = 32
PAIRS = 15
WORDS = ("the", "receipt", "of", "a", "small", "shop", "in", "March", "came", "to", "more", "than", "we", "thought")


def minilm() -> list[Row]:
    """Texts of 4 to 40 words to unit vectors with all-MiniLM-L6-v2."""
    if find_spec("torch") is None:
        raise Skipped("torch is not installed: pip install 'compound-engine[models]'")
    from compound_registry.models import located

    folder = located("minilm")
    if folder is None:
        raise Skipped("the weights are not here: compound models fetch minilm")
    contents = _contents()
    texts = [Text(content=content) for content in contents]
    by_hand, mapped = _by_hand(folder), _mapped()
    assert np.allclose([embedding.array for embedding in mapped(texts)], by_hand(contents), atol=1e-4)
    pairs = in_turns(lambda: mapped(texts), lambda: by_hand(contents), PAIRS)
    ours, floor = TEXTS / pairs.ours, TEXTS / pairs.floor
    ratio = 1 / pairs.ratio
    bars = (at_least(ratio, 0.95),)
    return [Row(f"map over {TEXTS} texts, MiniLM", "texts/s", ours, floor, ratio, bars=bars, note="batched loop")]


def _contents() -> list[str]:
    chance = random.Random(7)
    return [" ".join(chance.choices(WORDS, k=chance.randint(4, 40))) for _ in range(TEXTS)]


def _mapped() -> Callable[[Sequence[Text]], list[Embedding]]:
    from compound_nodes.text_embed import TextEmbed

    embed = TextEmbed()

    @pipeline
    def embedded(text: Text) -> Embedding:
        return embed(text)

    return lambda texts: list(embedded.map(texts))  # type: ignore[arg-type]


def _by_hand(folder: Path) -> Callable[[Sequence[str]], np.ndarray]:
    """Batches in the order of the texts, padded to their longest, averaged over tokens, brought to length one."""
    import torch
    from transformers import AutoModel, AutoTokenizer
    from transformers.utils.logging import disable_progress_bar

    disable_progress_bar()
    tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
    model = AutoModel.from_pretrained(folder, local_files_only=True, dtype=torch.float32).eval()

    def embed(texts: Sequence[str]) -> np.ndarray:
        vectors = []
        for start in range(0, len(texts), BATCH):
            batch = list(texts[start : start + BATCH])
            tokens = tokenizer(batch, padding=True, truncation=True, max_length=256, return_tensors="pt")
            with torch.inference_mode():
                hidden = model(**tokens).last_hidden_state
            weights = tokens["attention_mask"].unsqueeze(-1)
            pooled = (hidden * weights).sum(1) / weights.sum(1)
            vectors.append(torch.nn.functional.normalize(pooled, dim=1).numpy())
        return np.concatenate(vectors)

    return embed
