"""Put the passage that answers a question first."""

from compound.values import Text
from compound_registry import use

text = Text(content="The shop opens at nine.\n\nParking is behind the house.\n\nDogs are welcome in the garden.")
passages = use("text.split", size=32)(text)
for passage in use("text.rerank")(Text(content="Where can I leave my car?"), passages):
    print(passage.content)
