"""A sentence encoder: a BERT-like model, its tokens averaged and brought to length one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from compound.models.pool import pool
from compound_nodes.extras import require
from compound_nodes.transformers_loading import quiet_loading, require_checkpoint
from compound_registry.cards import card
from compound_registry.models import ensure

Vectors = NDArray[np.float32]

LENGTHS = (16, 32, 64, 128, 256)
"""Padded lengths in tokens. MiniLM was trained on up to 128 and its authors cut at 256 (its sentence_bert_config)."""

ROWS = (1, 2, 4, 8, 12, 16, 20, 24, 28, 32)
"""Padded batch sizes. With the lengths they make 50 shapes: another shape changes the last bits of a vector."""


class SentenceEncoder:
    """Texts to unit vectors; texts beyond the last of `LENGTHS` are cut there.

    A text is padded to its own length class whatever it is batched with, so that only the number of rows can differ
    between two runs: its vector then differs by less than 1e-5 in any component in fp32.
    """

    def __init__(self, tokenizer: Any, model: Any, name: str) -> None:
        self._tokenizer = tokenizer
        self._model = model
        self.name = name
        self.size = int(model.config.hidden_size)

    @classmethod
    def load(cls, folder: Path, device: str = "cpu", name: str = "") -> SentenceEncoder:
        """Opens a transformers folder (safetensors only), in fp32; the name defaults to the folder's.

        Raises:
            MissingExtra: without torch or transformers.
            ModelDamaged: when the folder does not hold a model.
        """
        require_checkpoint(folder, name or folder.name)
        torch = require("torch", extra="models")
        transformers = require("transformers", extra="models")
        with quiet_loading():
            tokenizer = transformers.AutoTokenizer.from_pretrained(folder, local_files_only=True)
            model = transformers.AutoModel.from_pretrained(
                folder, local_files_only=True, use_safetensors=True, dtype=torch.float32
            )
        return cls(tokenizer, model.eval().to(device), name=name or folder.name)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """float32 of shape (len(texts), size), each row of length 1, in the order of the texts."""
        vectors = np.empty((len(texts), self.size), np.float32)
        if not texts:
            return vectors
        tokens = self._tokenizer(list(texts), truncation=True, max_length=LENGTHS[-1])["input_ids"]
        for rows, length in _batches([len(ids) for ids in tokens]):
            vectors[rows] = self._embed([tokens[row] for row in rows], length)
        return vectors

    def _embed(self, tokens: list[list[int]], length: int) -> Vectors:
        torch = require("torch", extra="models")
        ids = np.full((_at_least(len(tokens), ROWS), length), self._tokenizer.pad_token_id or 0, np.int64)
        mask = np.zeros_like(ids)
        for row, sequence in enumerate(tokens):
            ids[row, : len(sequence)] = sequence
            mask[row, : len(sequence)] = 1
        mask[:, 0] = 1  # an empty row would be a mean of nothing
        device = self._model.device
        attention = torch.from_numpy(mask).to(device)
        with torch.inference_mode():
            hidden = self._model(input_ids=torch.from_numpy(ids).to(device), attention_mask=attention).last_hidden_state
            weights = attention.unsqueeze(-1).to(hidden.dtype)
            pooled = (hidden * weights).sum(1) / weights.sum(1)
            unit = torch.nn.functional.normalize(pooled, dim=1)
        return np.asarray(unit[: len(tokens)].cpu().numpy(), np.float32)


def _batches(lengths: Sequence[int]) -> Iterator[tuple[list[int], int]]:
    """Indices that share a padded length, at most `ROWS[-1]` at once, with that length."""
    for length in LENGTHS:
        rows = [row for row, count in enumerate(lengths) if _at_least(count, LENGTHS) == length]
        for start in range(0, len(rows), ROWS[-1]):
            yield rows[start : start + ROWS[-1]], length


def _at_least(count: int, steps: Sequence[int]) -> int:
    return next((step for step in steps if step >= count), steps[-1])


def minilm(device: str = "cpu") -> SentenceEncoder:
    """all-MiniLM-L6-v2 (22.7 M parameters, 384 dimensions, English, Apache-2.0), loaded once in this process."""
    return pool().get(
        ("minilm", device),
        lambda: SentenceEncoder.load(ensure("minilm"), device, name="all-MiniLM-L6-v2"),
        card("minilm").loaded_size("fp32"),
    )
