"""What the configuration of a checkpoint tells: `config.json` of transformers, `model_index.json` of diffusers."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from compound_registry.proposing.json_object import read_object
from compound_registry.proposing.tasks import TASKS

_HEADS: Mapping[str, tuple[str, str]] = {
    "ForCausalLM": ("AutoModelForCausalLM", "text-generation"),
    "ForMaskedLM": ("AutoModelForMaskedLM", "fill-mask"),
    "ForSequenceClassification": ("AutoModelForSequenceClassification", "text-classification"),
    "ForTokenClassification": ("AutoModelForTokenClassification", "token-classification"),
    "ForImageClassification": ("AutoModelForImageClassification", "image-classification"),
    "ForDepthEstimation": ("AutoModelForDepthEstimation", "depth-estimation"),
    "ForObjectDetection": ("AutoModelForObjectDetection", "object-detection"),
    "MTModel": ("AutoModelForSeq2SeqLM", "translation"),
}
"""Ends of the names of classes of transformers, the class that opens any of the kind, and its task on the hub."""

_STATE_SPACE = frozenset({"mamba", "mamba2", "falcon_mamba", "jamba", "bamba", "zamba", "zamba2"})
_EXPERTS = ("num_local_experts", "num_experts", "n_routed_experts")
_DTYPES: Mapping[str, str] = {"float32": "fp32", "float16": "fp16", "bfloat16": "bf16"}


def facts_of_configuration(folder: Path) -> dict[str, Any]:
    """Fields of a card; none where the folder has no configuration. Raises NothingDescribed."""
    if (folder / "model_index.json").is_file():
        kind = read_object(folder / "model_index.json").get("_class_name")
        return {"family": "diffusion"} | ({"loader": f"diffusers:{kind}"} if isinstance(kind, str) else {})
    if not (folder / "config.json").is_file():
        return {}
    return _of_transformers(read_object(folder / "config.json"))


def _of_transformers(config: dict[str, Any]) -> dict[str, Any]:
    nested = config.get("text_config")
    text = nested if isinstance(nested, dict) else config
    facts = _of_class(next(iter(config.get("architectures") or ()), ""))
    if any(isinstance(text.get(field), int) and text[field] > 1 for field in _EXPERTS):
        facts["family"] = "moe"
    if config.get("model_type") in _STATE_SPACE:
        facts["family"] = "ssm"
    if isinstance(text.get("max_position_embeddings"), int):
        facts["context"] = text["max_position_embeddings"]
    dtype = _DTYPES.get(str(config.get("dtype", config.get("torch_dtype"))))
    return facts | ({"dtypes": [dtype]} if dtype else {})


def _of_class(name: str) -> dict[str, Any]:
    if not name:
        return {}
    for end, (auto, task) in _HEADS.items():
        if name.endswith(end):
            return TASKS[task].facts() | {"loader": f"transformers:{auto}"}
    return {"loader": f"transformers:{name}"}
