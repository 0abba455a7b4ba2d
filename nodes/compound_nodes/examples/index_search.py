"""Find the passage of an index that is nearest to a question."""

from pathlib import Path
from tempfile import TemporaryDirectory

from compound.values import Text
from compound_registry import use

text = Text(content="The shop opens at nine.\n\nParking is behind the house.")
question = Text(content="Where do I leave my car?")
embed = use("text.embed")
with TemporaryDirectory() as folder:
    path = Path(folder, "passages.db")
    passages = use("text.split", size=32)(text)
    use("index.add", path=path)("shop", passages, [embed(passage) for passage in passages])
    for passage in use("index.search", path=path)(question, embed(question), {"shop": "shop.txt"}):
        print(f"{passage.place.source}: {passage.content}")
