from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml
from packaging.licenses import canonicalize_license_expression

from compound.errors.models import UnknownModel
from compound.errors.packs import PackClash
from compound.models.source import HubSource, PypiSource, Source
from compound_registry import cards as installed
from compound_registry.card import Card
from compound_registry.card_errors import CardLeftOut
from compound_registry.cards import card, cards, cards_of, own_cards
from compound_registry.manifest import Manifest
from compound_registry.models import defaults
from compound_registry.standard import STANDARD

OWN = own_cards()
FAMILIES = {
    "llm": {"smollm3-3b", "qwen2.5-7b-instruct", "llama-3.1-8b-instruct", "mistral-7b-instruct-v0.3", "hosted-llm"},
    "slm": {"smollm2-135m-instruct", "smollm2-360m-instruct", "smollm2-1.7b-instruct", "qwen2.5-0.5b-instruct"}
    | {"phi-3-mini-4k-instruct", "gemma-3-1b-it", "llama-3.2-1b-instruct"},
    "moe": {"granite-3.1-1b-a400m-instruct", "olmoe-1b-7b-0924-instruct", "mixtral-8x7b-instruct-v0.1"},
    "mlm": {"modernbert-base", "distilroberta-base", "deberta-v3-base-nli", "bert-base-ner"},
    "vlm": {"smolvlm-256m-instruct", "qwen2.5-vl-7b-instruct", "llava-1.5-7b", "florence-2-base"}
    | {"blip-image-captioning-base"},
    "lvm": {"dinov2-base", "siglip-base-patch16-224", "vit-base-patch16-224", "dpt-large", "detr-resnet-50"},
    "lmm": {"qwen2.5-omni-7b", "gemma-3n-e2b-it"},
    "sam": {"sam-vit-b", "sam-vit-l", "sam-vit-h", "sam2.1-hiera-tiny", "mobile-sam", "hq-sam-vit-b"},
    "lcm": {"lcm-dreamshaper-v7", "lcm-lora-sdv1-5", "lcm-lora-sdxl"},
    "lam": {"xlam-1b-fc-r", "functiongemma-270m-it", "ui-tars-2b-sft"},
    "ssm": {"mamba-130m", "falcon-mamba-7b-instruct", "mamba-codestral-7b-v0.1", "jamba-v0.1"},
    "audio": {"whisper-tiny", "speecht5-tts"},
}
"""Checkpoints that each family of models is known by."""

DEFAULTS = ("efficientnet-lite0", "minilm", "pp-ocrv6-small", "smollm2-135m-instruct")

Install = Callable[[str, object], None]


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_has_cards_for_the_checkpoints_it_is_known_by(family: str) -> None:
    assert {name for name in FAMILIES[family] if name not in OWN or OWN[name].family != family} == set()


def test_the_defaults_come_as_wheels_under_a_free_licence_held_by_their_digest() -> None:
    assert defaults() == DEFAULTS
    for name in DEFAULTS:
        assert isinstance(Source.parse(OWN[name].source), PypiSource)
        assert (OWN[name].licence, OWN[name].moves) == ("Apache-2.0", False)
        assert OWN[name].size is not None


@pytest.mark.parametrize("name", OWN)
def test_a_card_lies_in_a_file_of_its_name(name: str) -> None:
    folder = Path(installed.__file__).parent / "cards"
    assert yaml.safe_load((folder / f"{name}.yaml").read_text())["name"] == name


@pytest.mark.parametrize("name", OWN)
def test_a_card_names_capabilities_that_there_are(name: str) -> None:
    assert set(OWN[name].capabilities) <= {capability.name for capability in STANDARD.capabilities}


@pytest.mark.parametrize("name", OWN)
def test_a_card_names_a_licence_that_spdx_knows_or_says_that_it_is_another(name: str) -> None:
    assert canonicalize_license_expression(OWN[name].licence) == OWN[name].licence


@pytest.mark.parametrize("name", OWN)
def test_a_card_tells_where_its_facts_come_from(name: str) -> None:
    assert OWN[name].page.startswith("https://")
    assert all(figure.source.startswith("https://") or "arXiv:" in figure.source for figure in OWN[name].quality)


@pytest.mark.parametrize("name", OWN)
def test_every_model_that_can_be_loaded_says_how_much_it_takes_unless_its_maker_does_not(name: str) -> None:
    card = OWN[name]
    untold = card.remote or name in ("janus-pro-1b", "trocr-base-handwritten")
    assert (card.loaded_size(card.dtypes[0]) is None) == untold


def test_an_adapter_names_a_card_as_its_base() -> None:
    bases = {card.name: card.base for card in OWN.values() if card.base}
    assert set(bases) == {"lcm-lora-sdv1-5", "lcm-lora-sdxl"}
    assert set(bases.values()) <= set(OWN)


def test_only_the_hosted_model_is_remote_and_it_tells_no_figures() -> None:
    (hosted,) = [card for card in OWN.values() if card.remote]
    assert (hosted.parameters, hosted.context, hosted.quality) == (None, None, ())


def test_a_mixture_of_experts_tells_memory_and_speed_apart() -> None:
    mixtures = [card for card in OWN.values() if card.family == "moe"]
    assert all(card.active and card.parameters and card.active < card.parameters / 2 for card in mixtures)


def test_a_branch_of_the_hub_moves_and_a_digest_holds_it() -> None:
    on_a_branch = OWN["sam-vit-b"]
    source = Source.parse(on_a_branch.source)
    assert isinstance(source, HubSource)
    assert source.revision == "main"
    assert not on_a_branch.moves
    assert on_a_branch.model_copy(update={"sha256": None}).moves
    assert not OWN["smollm3-3b"].model_copy(update={"source": f"hf:org/name@{'0' * 40}"}).moves


def test_loaded_size_is_what_was_measured_or_parameters_times_their_bytes() -> None:
    card = OWN["qwen3-0.6b"]
    assert card.loaded_size("bf16") == 2 * 596_049_920
    assert card.model_copy(update={"memory": {"bf16": 7}}).loaded_size("bf16") == 7
    assert card.model_copy(update={"parameters": None}).loaded_size("bf16") is None


def test_an_unknown_name_is_answered_with_the_nearest() -> None:
    with pytest.raises(UnknownModel, match="Did you mean minilm"):
        card("mini-lm")


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    cards.cache_clear()
    yield
    cards.cache_clear()


@pytest.fixture
def brought(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Called with cards by file name, makes a package of them and gives its name."""
    monkeypatch.syspath_prepend(tmp_path)

    def make(**files: str | Card) -> str:
        name = f"brought_{len(list(tmp_path.iterdir()))}"
        folder = tmp_path / name
        folder.mkdir()
        for stem, content in files.items():
            text = yaml.safe_dump(content.model_dump(mode="json")) if isinstance(content, Card) else content
            (folder / f"{stem}.yaml").write_text(text)
        monkeypatch.delitem(sys.modules, name, raising=False)
        return name

    return make


def _named(name: str) -> Card:
    return OWN["minilm"].model_copy(update={"name": name})


def test_the_yaml_files_of_a_package_are_its_cards(brought: Callable[..., str]) -> None:
    package = brought(one=_named("one"), two=_named("two"))
    assert cards_of(package, "acme") == {"one": _named("one"), "two": _named("two")}


def test_a_wrong_card_is_left_out_and_the_others_are_used(brought: Callable[..., str]) -> None:
    package = brought(good=_named("good"), wrong="name: wrong\nlicense: MIT\n")
    with pytest.warns(CardLeftOut, match=r"the pack acme .*wrong\.yaml.*`license`.*did you mean `licence`"):
        assert list(cards_of(package, "acme")) == ["good"]


def test_a_package_that_is_not_there_is_reported() -> None:
    with pytest.warns(CardLeftOut, match="the pack acme .*'no_such_cards' is no package"):
        assert cards_of("no_such_cards", "acme") == {}


def test_packs_bring_cards(packs: Install, brought: Callable[..., str]) -> None:
    packs("acme", Manifest(cards=brought(one=_named("one"))))
    assert cards()["one"] == _named("one")
    assert list(cards()) == sorted({*OWN, "one"})


def test_two_cards_of_a_name_clash_and_the_first_is_used(packs: Install, brought: Callable[..., str]) -> None:
    other = OWN["smollm3-3b"].model_copy(update={"name": "minilm"})
    packs("acme", Manifest(cards=brought(minilm=other)))
    with pytest.warns(PackClash, match=r"compound and .*acme.* both have a model card 'minilm'"):
        assert cards()["minilm"] == OWN["minilm"]
