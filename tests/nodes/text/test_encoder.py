from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from compound.errors.models import ModelDamaged
from compound_nodes.encoder import LENGTHS, ROWS, SentenceEncoder

TOLERANCE = 1e-5
TEXTS = ["the cat sat", "two dogs ran while the cat sat on a mat .", "a " * 40, "", "invoice total 12", "dogs " * 500]


@pytest.fixture(scope="module")
def encoder(tiny_bert: Path) -> SentenceEncoder:
    return SentenceEncoder.load(tiny_bert, name="tiny")


def test_vectors_have_length_one_and_the_order_of_the_texts(encoder: SentenceEncoder) -> None:
    vectors = encoder.encode(TEXTS)
    assert vectors.shape == (len(TEXTS), encoder.size)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=TOLERANCE)
    np.testing.assert_allclose(vectors[::-1], encoder.encode(TEXTS[::-1]), atol=TOLERANCE)


@pytest.mark.parametrize("count", [1, 3, 5, 40])
def test_a_batch_gives_what_one_by_one_gives(encoder: SentenceEncoder, count: int) -> None:
    texts = [TEXTS[index % len(TEXTS)] for index in range(count)]
    single = np.stack([encoder.encode([text])[0] for text in texts])
    np.testing.assert_allclose(encoder.encode(texts), single, atol=TOLERANCE)


def test_padding_does_not_change_a_vector(encoder: SentenceEncoder, tiny_bert: Path) -> None:
    torch = pytest.importorskip("torch")
    transformers = pytest.importorskip("transformers")
    model = transformers.AutoModel.from_pretrained(tiny_bert).eval()
    ids = transformers.AutoTokenizer.from_pretrained(tiny_bert)("the cat sat", return_tensors="pt")["input_ids"]
    with torch.inference_mode():
        mean = model(input_ids=ids).last_hidden_state[0].mean(0).numpy()
    np.testing.assert_allclose(encoder.encode(["the cat sat"])[0], mean / np.linalg.norm(mean), atol=TOLERANCE)


def test_only_a_few_shapes_reach_the_model(encoder: SentenceEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    shapes = set()
    model = encoder._model
    forward = model.forward

    def watched(input_ids: object, **rest: object) -> object:
        shapes.add(tuple(input_ids.shape))  # type: ignore[attr-defined]
        return forward(input_ids=input_ids, **rest)

    monkeypatch.setattr(model, "forward", watched)
    encoder.encode([("cat " * length).strip() for length in range(1, 70)])
    assert shapes <= {(rows, length) for rows in ROWS for length in LENGTHS}


def test_texts_beyond_the_longest_shape_are_cut(encoder: SentenceEncoder) -> None:
    whole, cut = encoder.encode(["dogs " * 500, "dogs " * LENGTHS[-1]])
    np.testing.assert_allclose(whole, cut, atol=TOLERANCE)


def test_no_texts_give_no_vectors(encoder: SentenceEncoder) -> None:
    assert encoder.encode([]).shape == (0, encoder.size)


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModelDamaged, match=r"config\.json is missing"):
        SentenceEncoder.load(tmp_path)


@pytest.mark.models
def test_minilm_puts_like_meanings_together() -> None:
    from compound_nodes.encoder import minilm

    cat, kitten, invoice = minilm().encode(["A cat sleeps.", "The kitten is asleep.", "Please pay the invoice."])
    assert cat @ kitten > 0.6
    assert cat @ invoice < 0.3


@pytest.mark.models
def test_a_batch_of_minilm_gives_what_one_by_one_gives() -> None:
    from compound_nodes.encoder import minilm

    texts = [f"Sentence {index} about " + "cats and dogs " * (index % 20) for index in range(50)]
    single = np.stack([minilm().encode([text])[0] for text in texts])
    np.testing.assert_allclose(minilm().encode(texts), single, atol=TOLERANCE)
