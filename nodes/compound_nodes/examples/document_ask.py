"""Get the sentence that answers a question, with the place where it stands."""

from compound.values import Text
from compound_registry import use

contract = Text(
    content="This agreement starts on 1 May 2024.\n\nThe rent is 850 euros a month.\n\nPets need a written permission."
)
answer = use("document.ask")(Text(content="How much is the rent?"), use("text.split", size=40)(contract))
print(answer.content)
print("at characters", answer.citations[0].place.start, "to", answer.citations[0].place.end)
