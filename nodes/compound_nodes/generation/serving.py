"""The settings of nodes that ask a model server. An API key is never among them, only where to find it."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from compound_nodes.generation.openai_lm import Endpoint, OpenAILM


def _is_address(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError("it is not of the form http://host:port/v1")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise ValueError("it holds more than an address; keys go into an environment variable, named by key_variable")
    return url


def _is_variable(name: str) -> str:
    if name and not (name.isidentifier() and name.upper() == name):
        raise ValueError("it is the name of an environment variable in capitals, as OPENAI_API_KEY, and not a key")
    return name


class ServerSettings(BaseModel):
    """Where a model is served, and how patiently it is asked."""

    model_config = ConfigDict(hide_input_in_errors=True)  # who confuses a key with its variable shall not see it logged

    url: Annotated[str, AfterValidator(_is_address)]
    """Of the API, as `http://localhost:8000/v1` or `https://api.openai.com/v1`."""

    model: str
    """As the server calls it."""

    key_variable: Annotated[str, AfterValidator(_is_variable)] = ""
    """The environment variable that holds the API key; empty sends none."""

    wait: Annotated[float, Field(gt=0)] = 60.0
    """Seconds to wait for the first piece, and between two."""

    attempts: Annotated[int, Field(ge=1, le=20)] = 5
    """Requests until one is answered: servers that are overloaded (429, 503) or out of reach are asked again."""

    def server(self) -> OpenAILM:
        return OpenAILM(Endpoint(self.url, self.model, self.key_variable, self.wait, self.attempts))
