"""Keep the sentences of a text that say most, unchanged."""

from compound.values import Text
from compound_registry import use

report = Text(
    content="The council met on Tuesday. It decided to rebuild the old bridge over the river. The work on the bridge "
    "will cost two million euros and take a year. Coffee was served. During the work, cars must use the northern road."
)
print(use("text.summarise", sentences=2)(report).content)
