"""What can go wrong when a language model is asked for text."""

from __future__ import annotations

from compound.errors.root import CompoundError


class PromptTooLong(CompoundError):
    """Raised when a prompt has more tokens than its model was given room for; nothing is cut silently."""

    def __init__(self, *, tokens: int, limit: int, model: str) -> None:
        self.tokens, self.limit, self.model = tokens, limit, model
        super().__init__(
            f"The prompt has {tokens} tokens, and {limit} are left for it in the context of {model}. "
            "Shorten the prompt, lower max_tokens, set overlong to say what may be left out, or split the text and "
            "generate for each part."
        )


class PromptCut(UserWarning):
    """Raised as a warning when part of a prompt was left out, as the setting `overlong` allows."""


class NoChatTemplate(CompoundError):
    """Raised when a model is asked to chat whose tokenizer does not say how a conversation is written."""

    def __init__(self, *, model: str) -> None:
        self.model = model
        super().__init__(f"The tokenizer of {model} has no chat template. Use an instruction-tuned checkpoint.")


class TemplateRefused(CompoundError):
    """Raised when a model's chat template does not take a conversation, as some refuse two turns of one side."""

    def __init__(self, *, model: str, reason: str) -> None:
        self.model, self.reason = model, reason
        super().__init__(f"The chat template of {model} refuses the conversation: {reason}. Reorder its messages.")


class NothingSaid(CompoundError):
    """Raised when a chat is asked to go on that has no message, or that ends with the model's own."""

    def __init__(self, *, reason: str) -> None:
        self.reason = reason
        super().__init__(f"There is nothing to answer: {reason}. The last message is the user's.")


class BadForm(CompoundError):
    """Raised when a JSON Schema, a grammar or a regular expression cannot constrain a model's answer."""

    def __init__(self, *, kind: str, reason: str, model: str) -> None:
        self.kind, self.reason, self.model = kind, reason, model
        super().__init__(f"This {kind} cannot constrain the answers of {model}: {reason}")


class AnswerCut(CompoundError):
    """Raised when `max_tokens` ended an answer before it had the whole of its form."""

    def __init__(self, *, text: str, tokens: int, model: str) -> None:
        self.text, self.tokens, self.model = text, tokens, model
        super().__init__(
            f"{model} was cut after {tokens} tokens, before its answer was whole; it ends with {text[-60:]!r}. Raise "
            "max_tokens, or bound the lengths in the schema (max_length of strings and lists)."
        )


class AnswerInvalid(CompoundError):
    """Raised when an answer does not fit the schema that was asked for."""

    def __init__(self, *, text: str, schema: str, problems: tuple[str, ...], model: str) -> None:
        self.text, self.schema, self.problems, self.model = text, schema, problems, model
        super().__init__(f"The answer of {model} is no {schema}: {'; '.join(problems)}. It begins {text[:80]!r}.")


class ServerError(CompoundError):
    """Raised when a model server does not answer as it should; see its subclasses. None of them holds the API key."""


class KeyUnusable(ServerError):
    """Raised when the environment variable that a node takes its API key from has none that can be sent."""

    def __init__(self, *, variable: str, server: str, reason: str) -> None:
        self.variable, self.server, self.reason = variable, server, reason
        super().__init__(f"The API key of {server} is read from ${variable}, which {reason}. Set it, and run again.")


class ServerRefused(ServerError):
    """Raised when a model server refuses a request for good: a wrong key, an unknown model, a prompt too long."""

    def __init__(self, *, server: str, status: int, reason: str) -> None:
        self.server, self.status, self.reason = server, status, reason
        super().__init__(f"{server} refused with status {status}: {reason}")


class ServerUnavailable(ServerError):
    """Raised when a model server stayed overloaded, out of reach or silent through every attempt."""

    def __init__(self, *, server: str, attempts: int, reason: str) -> None:
        self.server, self.attempts, self.reason = server, attempts, reason
        super().__init__(
            f"{server} gave no answer in {attempts} attempts; at last: {reason}. Try later, raise `timeout` or "
            "`attempts`, or check the address."
        )


class AnswerBroken(ServerError):
    """Raised when a server's answer broke off or cannot be read; what came of it was already streamed."""

    def __init__(self, *, server: str, reason: str, text: str) -> None:
        self.server, self.reason, self.text = server, reason, text
        super().__init__(f"The answer of {server} broke off after {len(text)} characters: {reason}")
