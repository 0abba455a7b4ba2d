"""Keep a document's passages on disk, so that other programs find them."""

from pathlib import Path
from tempfile import TemporaryDirectory

from compound.values import Text
from compound_registry import use

text = Text(content="The shop opens at nine.\n\nParking is behind the house.")
with TemporaryDirectory() as folder:
    passages = use("text.split", size=32)(text)
    embed = use("text.embed")
    key = use("index.add", path=Path(folder, "passages.db"))("shop", passages, [embed(passage) for passage in passages])
    print(f"{len(passages)} passages are kept under {key!r}")
