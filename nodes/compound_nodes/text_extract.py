"""`text.extract`: the fields of any pydantic schema out of a text."""

from __future__ import annotations

import warnings
from typing import Any

from pydantic import BaseModel

from compound import Node
from compound.values import Extracted, Text
from compound_nodes.extraction.extract import extract

with warnings.catch_warnings():
    # pydantic warns of a field that hides `BaseModel.schema`, a method which it has deprecated.
    warnings.filterwarnings("ignore", message='Field name "schema"')

    class TextExtract(Node):
        """Finds fields by their type, name, alias and description, from patterns, labels and layout; needs no model.

        Works on any `Text`; with a `PageText` or `DocumentText` the boxes of the words help, and each field says its
        page and box. Knows the labels of business documents in English, German, French, Dutch, Spanish and Italian. A
        field that does not stand in the text is None or its default, and is named in `missing`; nothing is invented.
        What the text lets be checked (cash less change, net and tax, lines that add up, a date that has come) is in
        `checks`, and makes a field surer or less sure.
        """

        schema: type[BaseModel]  # type: ignore[assignment]
        """What to look for. A list of models with an amount is filled with the line items; other lists, mappings and
        nested models stay empty."""

        def run(self, text: Text) -> Extracted[Any]:
            return extract(text, self.schema)

        def output_type(self) -> Any:
            """`Extracted[schema]`, which is what this node returns under these settings."""
            return Extracted[self.schema]  # type: ignore[name-defined]
