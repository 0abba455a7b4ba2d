"""Take the next turn of a conversation."""

from compound.values import Message
from compound_registry import use

chat = use("text.chat", max_tokens=24)
turn = chat([Message(role="user", content="What is the capital of France?")])
print(turn.content)
