"""Get the fields of a receipt, each with the words that it was read from."""

from datetime import date
from decimal import Decimal

from pydantic import BaseModel

from compound.values import Text
from compound_registry import use


class Receipt(BaseModel):
    company: str | None
    date: date | None
    total: Decimal | None


receipt = """CORNER BEAN COFFEE CO.
55 Station Street
Date: 14/03/2024
Flat white        4.50
Rye bread         2.85
TOTAL             7.35
"""
extracted = use("text.extract", schema=Receipt)(Text(content=receipt))
print(extracted.value)
