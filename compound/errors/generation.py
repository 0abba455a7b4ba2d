"""What can go wrong when a language model is asked for text."""

from __future__ import annotations

from compound.errors.root import CompoundError


class PromptTooLong(CompoundError):
    """Raised when a prompt has more tokens than its model was given room for; nothing is cut silently."""

    def __init__(self, *, tokens: int, limit: int, model: str) -> None:
        self.tokens, self.limit, self.model = tokens, limit, model
        super().__init__(
            f"The prompt has {tokens} tokens, and {limit} are left for it in the context of {model}. "
            "Shorten the prompt, lower max_tokens, or split the text and generate for each part."
        )


class NoChatTemplate(CompoundError):
    """Raised when a model is asked to chat whose tokenizer does not say how a conversation is written."""

    def __init__(self, *, model: str) -> None:
        self.model = model
        super().__init__(f"The tokenizer of {model} has no chat template. Use an instruction-tuned checkpoint.")
