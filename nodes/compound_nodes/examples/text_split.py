"""Cut a text into passages of whole sentences."""

from compound.values import Text
from compound_registry import use

text = Text(content="We open at nine. We close at six. On Sundays we are closed.\n\nParking is behind the house.")
for passage in use("text.split", size=40)(text):
    print(f"{passage.place.start:3}-{passage.place.end:<3} {passage.content}")
