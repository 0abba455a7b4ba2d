"""What the default models take: bytes once loaded, and over that at the peak of one call. The cards quote it.

`python tests/bench/memory.py` measures every case in a process of its own, three times, and prints medians. A size is
the resident memory above what it was after the imports and the call of a tiny model of the same class, which is the
runtime's floor; the peak is the kernel's, reset before the call. Linux only.
"""

from __future__ import annotations

import gc
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

RUNS = 3
SHAPES = ("8x128 tokens", "32x256 tokens")
PROMPTS = ("1x512 tokens", "1x2048 tokens")
PAGES = ("1000x1400 pixels", "2480x3508 pixels")

Call = Callable[[], object]
Load = Callable[[], tuple[Call, Call]]
"""Loads, and gives the smallest call that touches every weight, and the call to measure."""


def measure(load: Load) -> tuple[int, int]:
    """Bytes of the loaded model, and bytes over that at the peak of the call."""
    floor = _status("VmRSS")
    touch, call = load()
    touch()
    gc.collect()
    loaded = _status("VmRSS")
    Path("/proc/self/clear_refs").write_text("5")  # resets the peak: Linux, Documentation/filesystems/proc.rst
    call()
    return loaded - floor, _status("VmHWM") - loaded


def encoder(shape: str, dtype: str) -> Load:
    import torch
    import transformers

    from compound_registry.models import located

    rows, length = map(int, shape.split()[0].split("x"))

    def embed(model: Any, rows: int, length: int) -> None:
        with torch.inference_mode():
            model(torch.ones(rows, length, dtype=torch.long), torch.ones(rows, length, dtype=torch.long))

    def load() -> tuple[Call, Call]:
        model = transformers.AutoModel.from_pretrained(located("minilm"), dtype=getattr(torch, dtype)).eval()
        return lambda: embed(model, 1, 16), lambda: embed(model, rows, length)

    tiny = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 16}
    embed(transformers.AutoModel.from_config(transformers.BertConfig(vocab_size=8, **tiny)), 1, 16)
    return load


def language_model(prompt: str, dtype: str) -> Load:
    import torch
    import transformers

    from compound_nodes.gguf_conversion import converted
    from compound_registry.models import located

    length = int(prompt.split()[0].removeprefix("1x"))
    located_folder = located("smollm2-135m-instruct")
    assert located_folder is not None
    folder = converted(next(located_folder.glob("*.gguf")))  # fp16: transformers dequantises GGUF anyway

    def write(model: Any, length: int) -> None:
        ids = torch.ones(1, length, dtype=torch.long)
        with torch.inference_mode():
            model.generate(ids, attention_mask=ids, do_sample=False, max_new_tokens=1)

    def load() -> tuple[Call, Call]:
        model = transformers.AutoModelForCausalLM.from_pretrained(folder, dtype=getattr(torch, dtype)).eval()
        return lambda: write(model, 4), lambda: write(model, length)

    tiny = {"hidden_size": 16, "num_hidden_layers": 1, "num_attention_heads": 2, "intermediate_size": 16}
    write(transformers.AutoModelForCausalLM.from_config(transformers.LlamaConfig(vocab_size=8, **tiny)), 4)
    return load


def reader(page: str, dtype: str) -> Load:
    import cv2
    import rapidocr  # noqa: F401  # part of the floor

    from compound.values import Image
    from compound_nodes.document_read import DocumentRead

    width, height = map(int, page.split()[0].split("x"))

    def drawn(width: int, height: int) -> Image:
        paper = np.full((height, width, 3), 255, np.uint8)
        for line in range(40, height - 20, 40):
            cv2.putText(paper, "The receipt of a small shop in March", (20, line), 0, 0.9, (0, 0, 0), 2)
        return Image(array=paper)

    drawn(640, 120)

    def load() -> tuple[Call, Call]:
        read = DocumentRead()
        return lambda: read.run(drawn(640, 120)), lambda: read.run(drawn(width, height))

    return load


CASES: dict[str, tuple[Callable[[str, str], Load], str, str]] = {
    f"{name} {dtype} {shape}": (make, shape, dtype)
    for name, make, shapes, dtypes in (
        ("minilm", encoder, SHAPES, ("float32", "bfloat16")),
        ("smollm2-135m-instruct", language_model, PROMPTS, ("float32", "bfloat16")),
        ("pp-ocrv6-small", reader, PAGES, ("float32",)),
    )
    for dtype in dtypes
    for shape in shapes
}


def _status(field: str) -> int:
    """Bytes of a field of /proc/self/status."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith(f"{field}:"))


def _in_a_process(case: str) -> tuple[int, int]:
    done = subprocess.run([sys.executable, __file__, case], check=True, capture_output=True, text=True)
    loaded, over = map(int, done.stdout.split()[-2:])
    return loaded, over


def main() -> None:
    if len(sys.argv) > 1:
        make, shape, dtype = CASES[sys.argv[1]]
        print(*measure(make(shape, dtype)))
        return
    for case in CASES:
        runs = [_in_a_process(case) for _ in range(RUNS)]
        loaded, over = (int(median(sizes)) for sizes in zip(*runs, strict=True))
        print(f"{case}: loaded {loaded:,}, over that {over:,}", flush=True)


if __name__ == "__main__":
    main()
