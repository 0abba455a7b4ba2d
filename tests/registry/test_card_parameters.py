"""The parameters that cards tell are those of the class that opens the checkpoint, built without memory."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from compound_registry.cards import own_cards

CONFIGURATIONS: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "data" / "configurations.yaml").read_text("utf-8")
)
CARDS = own_cards()

pytestmark = pytest.mark.soak


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_parameters_are_those_of_the_class(name: str) -> None:
    assert _sizes(_model(name)) == (CARDS[name].parameters, CARDS[name].active)


def _model(name: str) -> Any:
    torch = pytest.importorskip("torch")
    transformers = pytest.importorskip("transformers")
    told = CONFIGURATIONS[name]
    opener = getattr(transformers, told["class"])
    with torch.device("meta"):
        model = opener(opener.config_class(**told.get("config", {})))
    model.tie_weights()
    return model


def _sizes(model: Any) -> tuple[int, int | None]:
    """All parameters, and those that a token passes through where experts share the work."""
    total = sum(weight.numel() for weight in model.parameters())
    experts = sum(weight.numel() for name, weight in model.named_parameters() if ".experts." in name)
    if not experts:
        return total, None
    count = getattr(model.config, "num_local_experts", None) or model.config.num_experts
    return total, total - experts + experts * model.config.num_experts_per_tok // count
