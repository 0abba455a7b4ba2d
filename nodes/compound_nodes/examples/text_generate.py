"""Hold a small language model to the form of the answer: without `pattern` it would chat."""

from compound.values import Text
from compound_registry import use

answer = use("text.generate", pattern="yes|no")
print(answer(Text(content="Is a whale larger than a mouse? Answer yes or no.")).content)
