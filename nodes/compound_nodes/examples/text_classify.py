"""Sort requests by what they want."""

from compound.values import Text
from compound_registry import use

sort = use(
    "text.classify",
    labels={
        "refund": "somebody wants money back",
        "delivery": "somebody asks where a parcel is",
        "other": "anything else",
    },
)
requests = ("My package has not arrived yet.", "Please return the 20 dollars you charged me.")
for request in requests:
    label = sort(Text(content=request))
    print(f"{label.name:9} {label.confidence:.1f}  {request}")
