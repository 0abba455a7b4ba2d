"""Find out which of two sentences means nearly the same as a third."""

from compound.values import Text
from compound_registry import use

embed = use("text.embed")
cat, kitten, invoice = (
    embed(Text(content=sentence)).array
    for sentence in ("A cat sleeps on the sofa.", "A kitten naps on the couch.", "The invoice is due in May.")
)
print(f"cat and kitten:  {float(cat @ kitten):.1f}")
print(f"cat and invoice: {float(cat @ invoice):.1f}")
