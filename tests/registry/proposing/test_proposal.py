from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import yaml
from safetensors.numpy import save_file

from compound.errors.models import UnsafeCheckpoint
from compound_registry.card_errors import BadCard, NothingDescribed
from compound_registry.card_reading import card_of
from compound_registry.proposing.proposal import proposed

LLAMA = {
    "architectures": ["LlamaForCausalLM"],
    "model_type": "llama",
    "max_position_embeddings": 4096,
    "torch_dtype": "bfloat16",
}
README = """---
license: apache-2.0
language: [en, no, multilingual, code]
pipeline_tag: text-generation
library_name: transformers
---
# A model
"""
FILLED = {
    "name": "filled",
    "family": "slm",
    "capabilities": ["text.generate"],
    "loader": "transformers:AutoModel",
    "source": "hf:org/name@main",
    "dtypes": ["fp32"],
    "inputs": ["text"],
    "outputs": ["text"],
    "licence": "MIT",
    "summary": "It is a model.",
    "strengths": "It is there.",
    "limits": "It does nothing.",
}
"""What a person writes for the TODOs of required fields."""


def _folder(at: Path, name: str = "Tiny_Model v1", **files: Any) -> Path:
    folder = at / name
    folder.mkdir()
    for stem, content in files.items():
        (folder / f"{stem}.json").write_text(json.dumps(content))
    return folder


def _weights(folder: Path, name: str = "model", dtype: type = np.float16) -> None:
    tensors = {"embed": np.zeros((10, 4), dtype), "norm": np.zeros(4, dtype), "steps": np.zeros(1, np.int64)}
    save_file(tensors, folder / f"{name}.safetensors")


def _fields(text: str) -> dict[str, Any]:
    return yaml.safe_load(text) or {}


def _todos(text: str) -> list[str]:
    return [line.split()[2].rstrip(":") for line in text.splitlines() if line.startswith("# TODO ")]


def _filled(text: str) -> str:
    return text + yaml.safe_dump({field: FILLED[field] for field in _todos(text) if field in FILLED})


def test_a_folder_tells_what_its_files_hold(tmp_path: Path) -> None:
    folder = _folder(tmp_path, config=LLAMA)
    _weights(folder)
    (folder / "README.md").write_text(README)
    assert _fields(proposed(folder)) == {
        "name": "tiny-model-v1",
        "capabilities": ["text.generate"],
        "loader": "transformers:AutoModelForCausalLM",
        "source": f"file:{folder}".replace(" ", "%20"),
        "size": (folder / "model.safetensors").stat().st_size,
        "parameters": 44,
        "dtypes": ["fp16"],
        "context": 4096,
        "languages": ["en", "no", "mul"],
        "inputs": ["text"],
        "outputs": ["text"],
        "licence": "Apache-2.0",
    }


def test_what_nobody_tells_is_left_to_do(tmp_path: Path) -> None:
    folder = _folder(tmp_path, config=LLAMA)
    open_fields = ["family", "parameters", "languages", "licence", "summary", "strengths", "limits", "page"]
    assert sorted(_todos(proposed(folder))) == sorted(open_fields)


@pytest.mark.parametrize("readme", [README, "---\npipeline_tag: translation\n---\n", "---\nlicense: mit\n---\n"])
def test_a_proposal_is_refused_until_it_is_filled(tmp_path: Path, readme: str) -> None:
    page = tmp_path / "README.md"
    page.write_text(readme)
    with pytest.raises(BadCard, match="`summary`: it is missing"):
        card_of(proposed(page), "proposal")
    assert card_of(_filled(proposed(page)), "proposal").summary == "It is a model."


def test_a_folder_filled_is_a_card(tmp_path: Path) -> None:
    folder = _folder(tmp_path, config=LLAMA)
    _weights(folder)
    card = card_of(_filled(proposed(folder)), "proposal")
    assert (card.parameters, card.loaded_size("fp16")) == (44, 88)


@pytest.mark.parametrize(
    ("config", "facts"),
    [
        ({"architectures": ["BertForMaskedLM"]}, {"family": "mlm", "capabilities": ["text.fill_mask"]}),
        ({"architectures": ["DetrForObjectDetection"]}, {"family": "lvm", "outputs": ["box", "label"]}),
        ({"architectures": ["MixtralForCausalLM"], "num_local_experts": 8}, {"family": "moe"}),
        ({"model_type": "mamba2"}, {"family": "ssm"}),
        ({"architectures": ["SamModel"]}, {"loader": "transformers:SamModel"}),
        ({"text_config": {"max_position_embeddings": 77}}, {"context": 77}),
        ({"dtype": "bfloat16"}, {"dtypes": ["bf16"]}),
    ],
    ids=str,
)
def test_a_configuration_tells_the_kind(tmp_path: Path, config: dict[str, Any], facts: dict[str, Any]) -> None:
    fields = _fields(proposed(_folder(tmp_path, config=config)))
    assert {field: fields.get(field) for field in facts} == facts


def test_a_pipeline_of_diffusers_tells_its_class(tmp_path: Path) -> None:
    fields = _fields(proposed(_folder(tmp_path, model_index={"_class_name": "StableDiffusionPipeline"})))
    assert (fields["family"], fields["loader"]) == ("diffusion", "diffusers:StableDiffusionPipeline")


@pytest.mark.parametrize(
    ("front", "licence"),
    [
        ("license: mit", "MIT"),
        ("license: gemma", "LicenseRef-gemma"),
        ("license: other\nlicense_name: qwen research", "LicenseRef-qwen-research"),
        ("license: other", None),
        ("license: [mit, apache-2.0]", None),
    ],
)
def test_a_licence_is_spdx_or_a_name_of_its_own_or_left_open(tmp_path: Path, front: str, licence: str | None) -> None:
    page = tmp_path / "README.md"
    page.write_text(f"---\npipeline_tag: fill-mask\n{front}\n---\n")
    assert _fields(proposed(page)).get("licence") == licence


def test_terms_to_accept_make_it_gated(tmp_path: Path) -> None:
    page = tmp_path / "README.md"
    page.write_text("---\nextra_gated_prompt: Accept these terms.\n---\n")
    assert _fields(proposed(page))["gated"] is True


def test_packed_weights_are_not_counted_as_parameters(tmp_path: Path) -> None:
    folder = _folder(tmp_path, config=LLAMA)
    _weights(folder, dtype=np.int8)
    assert "parameters" in _todos(proposed(folder))


def test_of_several_weights_files_those_of_the_index_count(tmp_path: Path) -> None:
    folder = _folder(tmp_path, config=LLAMA)
    _weights(folder, "model-1")
    _weights(folder, "consolidated")
    assert "parameters" in _todos(proposed(folder))
    (folder / "model.safetensors.index.json").write_text(json.dumps({"weight_map": {"embed": "model-1.safetensors"}}))
    assert _fields(proposed(folder))["parameters"] == 44


@pytest.mark.parametrize("index", ["[]", "{}", '{"weight_map": {"embed": "../outside.safetensors"}}', "{"])
def test_an_index_that_cannot_be_followed_is_refused(tmp_path: Path, index: str) -> None:
    folder = _folder(tmp_path, config=LLAMA)
    (folder / "model.safetensors.index.json").write_text(index)
    with pytest.raises(NothingDescribed, match="index"):
        proposed(folder)


def test_weights_that_are_not_whole_are_refused(tmp_path: Path) -> None:
    folder = _folder(tmp_path, config=LLAMA)
    (folder / "model.safetensors").write_bytes(b"not safetensors")
    with pytest.raises(UnsafeCheckpoint):
        proposed(folder)


@pytest.mark.parametrize(
    ("name", "content"), [("config.json", "{"), ("config.json", "[]"), ("README.md", "---\na: [\n---\n")]
)
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content)
    with pytest.raises(NothingDescribed, match=name.replace(".", r"\.")):
        proposed(tmp_path)


def test_a_readme_without_front_matter_tells_nothing(tmp_path: Path) -> None:
    folder = _folder(tmp_path, config=LLAMA)
    without = proposed(folder)
    (folder / "README.md").write_text("# A model\n")
    assert proposed(folder) == without
    with pytest.raises(NothingDescribed, match="front matter"):
        proposed(folder / "README.md")


def test_a_folder_without_a_checkpoint_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NothingDescribed, match=r"no config\.json"):
        proposed(tmp_path)
    with pytest.raises(NothingDescribed, match="nothing there"):
        proposed(tmp_path / "absent.md")
