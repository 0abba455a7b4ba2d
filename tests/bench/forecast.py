"""Forecast against measured peaks of memory, above what the libraries take: `python tests/bench/forecast.py [--json]`.

Each case runs in a process of its own with the default models. The bar is 0.8 to 1.2 of the measured peak.
"""

from __future__ import annotations

import json
import subprocess
import sys
from importlib import import_module

from compound import Pipeline, each, forecast, pipeline
from compound.values import Embedding, Image, PageText, Text
from compound_registry import use
from compound_registry.measuring.trial import resident

BAR = 0.2
TINY = {
    "hidden_size": 16,
    "num_hidden_layers": 1,
    "num_attention_heads": 2,
    "intermediate_size": 16,
    "vocab_size": 8,
}


def warm_torch(kind: str) -> None:
    """Calls a tiny model of a class, after which the runtime has made its threads and buffers."""
    import torch
    import transformers

    config = getattr(transformers, f"{kind}Config")(**TINY)
    with torch.inference_mode():
        transformers.AutoModel.from_config(config)(torch.ones(1, 4, dtype=torch.long))


def warm_ocr() -> None:
    """Imports what reads; its runtime has no state before a model is there."""
    for library in ("cv2", "onnxruntime", "rapidocr"):
        import_module(library)


def warm_both() -> None:
    """For document understanding."""
    warm_ocr()
    warm_torch("Bert")


WARM = {
    "embed": lambda: warm_torch("Bert"),
    "generate": lambda: warm_torch("Llama"),
    "read": warm_ocr,
    "understand": warm_both,
}


@pipeline
def embed(texts: list[Text]) -> list[Embedding]:
    return each(use("text.embed"), texts)


@pipeline
def generate(prompt: Text) -> Text:
    return use("text.generate", max_tokens=64)(prompt)


@pipeline
def read(page: Image) -> PageText:
    return use("document.read")(page)


def cases() -> dict[str, tuple[Pipeline[..., object], object]]:
    """A pipeline and its input by name."""
    from compound_pipelines.document_understanding import understand
    from compound_pipelines.sample_receipt import sample_receipt

    words = "The supplier delivers the goods within fourteen days of the order, and the buyer pays within thirty. "
    receipt = sample_receipt().image
    return {
        "embed": (embed, [Text(content=words * 12)] * 128),
        "generate": (generate, Text(content=f"Summarise: {words * 20}")),
        "read": (read, receipt),
        "understand": (understand, receipt.png()),
    }


def measure(name: str) -> None:
    """One case, in this process."""
    case, given = cases()[name]
    foretold = forecast(case, given).peak
    WARM[name]()
    floor = resident()
    case(given)
    print(json.dumps({"case": name, "forecast": foretold, "measured": resident(peak=True) - floor}))


def main() -> int:
    """All cases, one after the other; the exit code is 1 when one misses the bar."""
    missed = 0
    for name in WARM:
        done = subprocess.run([sys.executable, __file__, name], capture_output=True, text=True, check=True)
        found = json.loads(done.stdout.splitlines()[-1])
        ratio = found["forecast"] / found["measured"]
        missed += abs(ratio - 1) > BAR
        if "--json" in sys.argv:
            print(json.dumps({**found, "ratio": round(ratio, 3)}))
        else:
            print(
                f"{name:12} {found['forecast'] / 1e6:8.0f} MB foretold {found['measured'] / 1e6:8.0f} MB {ratio:6.2f}"
            )
    return int(missed > 0)


if __name__ == "__main__":
    if sys.argv[1:2] and sys.argv[1] in WARM:
        measure(sys.argv[1])
    else:
        sys.exit(main())
