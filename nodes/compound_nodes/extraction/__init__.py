"""Fields of any pydantic schema out of a text, by patterns, labels and layout; no model is needed."""
