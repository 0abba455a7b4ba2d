"""A language model behind any server that speaks the OpenAI API: vLLM, llama.cpp, Ollama, OpenAI and many others."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import httpx
import tenacity

from compound.errors.generation import (
    AnswerBroken,
    BadForm,
    KeyUnusable,
    ServerRefused,
    ServerUnavailable,
)
from compound.values.message import Message
from compound_nodes.generation.decoding import Decoding, Ended, Generation, Speech, Stream
from compound_nodes.generation.form import Form
from compound_nodes.generation.retry_after import retry_after
from compound_nodes.generation.sse import data_of

_AGAIN = frozenset((408, 409, 429, 500, 502, 503, 504, 529))
"""Statuses of servers that may answer another time."""

_REASON = 300
"""The most characters of a server's own words in an error."""


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a model is served, and how patiently it is asked."""

    url: str
    """Up to `/chat/completions`, as `http://localhost:8000/v1`."""
    model: str
    """As the server calls it."""
    key_variable: str = ""
    """The environment variable with the API key, read at each request and kept nowhere; empty sends none."""
    timeout: float = 60.0
    """Seconds to wait for the first piece, and between two."""
    attempts: int = 5
    """Requests until one is answered."""
    patience: float = 60.0
    """No wait before another attempt is longer, in seconds, whatever the server asks for."""

    @property
    def server(self) -> str:
        """For messages."""
        return f"{self.model} at {self.url}"

    def key(self) -> str:
        """The API key. Raises KeyUnusable."""
        if not self.key_variable:
            return ""
        key = os.environ.get(self.key_variable, "").strip()
        if not key:
            raise KeyUnusable(variable=self.key_variable, server=self.server, reason="is not set")
        if not (key.isascii() and key.isprintable()):  # httpx would repeat it in its error
            reason = "holds characters that an HTTP header cannot"
            raise KeyUnusable(variable=self.key_variable, server=self.server, reason=reason)
        return key


class OpenAILM:
    """A model behind an endpoint. It may be used by many threads at once."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint
        self.name = endpoint.server
        # No redirects: they would carry the conversation to another place.
        self._client = httpx.Client(timeout=httpx.Timeout(endpoint.timeout, connect=10.0), follow_redirects=False)

    def stream(self, messages: Sequence[Message], decoding: Decoding) -> Stream:
        """The answer to a conversation, in pieces. A request is repeated until its answer begins, and never after.

        Raises:
            KeyUnusable: when the environment variable has no API key that can be sent.
            ServerRefused: when asking again would not help.
            ServerUnavailable: when the last attempt failed too.
            AnswerBroken: when the answer broke off, or is none that can be read.
            BadForm: for another form than a JSON Schema.
        """
        body = _request(self._endpoint.model, messages, decoding)
        speech, answer = Speech(decoding.stop), _Answer()
        with self._answered(body) as response:
            try:
                for text in answer.parts(response):
                    if piece := speech.grown(text):
                        yield piece
                    if speech.stopped:
                        break
            except (httpx.HTTPError, _Unreadable) as error:
                raise AnswerBroken(server=self.name, reason=_told(error), text=answer.text) from error
        if piece := speech.rest():
            yield piece
        ended: Ended = "length" if answer.reason == "length" and not speech.stopped else "stop"
        return Generation(speech.text, answer.prompt_tokens, answer.tokens, ended)

    @contextmanager
    def _answered(self, body: dict[str, Any]) -> Iterator[httpx.Response]:
        key = self._endpoint.key()
        retrying = tenacity.Retrying(
            retry=tenacity.retry_if_exception_type((httpx.TransportError, _Later)),
            stop=tenacity.stop_after_attempt(self._endpoint.attempts),
            wait=self._wait,
            reraise=True,
        )
        try:
            response = retrying(self._ask, body, key)
        except (httpx.TransportError, _Later) as error:
            attempts = self._endpoint.attempts
            raise ServerUnavailable(server=self.name, attempts=attempts, reason=_told(error)) from error
        try:
            yield response
        finally:
            response.close()

    def _ask(self, body: dict[str, Any], key: str) -> httpx.Response:
        headers = {"Accept": "text/event-stream"} | ({"Authorization": f"Bearer {key}"} if key else {})
        url = f"{self._endpoint.url.rstrip('/')}/chat/completions"
        response = self._client.send(self._client.build_request("POST", url, json=body, headers=headers), stream=True)
        if response.status_code == httpx.codes.OK:
            return response
        try:
            response.read()
            reason = _reason(response, key)
        finally:
            response.close()
        if response.status_code in _AGAIN:
            raise _Later(f"status {response.status_code}: {reason}", retry_after(response.headers))
        raise ServerRefused(server=self.name, status=response.status_code, reason=reason)

    def _wait(self, state: tenacity.RetryCallState) -> float:
        error = state.outcome.exception() if state.outcome else None
        asked = error.seconds if isinstance(error, _Later) else None
        usual = tenacity.wait_random_exponential(multiplier=0.5, max=20)(state)
        return min(self._endpoint.patience, usual if asked is None else asked)


class _Later(Exception):
    """Raised when the server asks to be asked again."""

    def __init__(self, reason: str, seconds: float | None) -> None:
        super().__init__(reason)
        self.seconds = seconds


class _Unreadable(Exception):
    """Raised when an answer is not of the API's form."""


class _Answer:
    """What has come of an answer."""

    def __init__(self) -> None:
        self.text = ""
        self.reason = ""
        self.prompt_tokens: int | None = None
        self.tokens: int | None = None

    def parts(self, response: httpx.Response) -> Iterator[str]:
        """The whole text so far, each time it has grown. Raises _Unreadable, httpx.HTTPError."""
        if response.headers.get("content-type", "").startswith("application/json"):  # a server that does not stream
            response.read()
            yield from self._heard(response.text, "message")
        else:
            for data in data_of(response.iter_lines()):
                if data == "[DONE]":
                    return
                yield from self._heard(data, "delta")
        if not self.reason:
            raise _Unreadable("the connection ended before the answer did")

    def _heard(self, data: str, part: str) -> Iterator[str]:
        try:
            event = json.loads(data)
            if "error" in event:
                raise _Unreadable(_message(event))
            self._count(event.get("usage") or {})
            for choice in event.get("choices", [])[:1]:
                self.reason = choice.get("finish_reason") or self.reason
                piece = choice[part].get("content") or ""
                self.text += piece
                if piece:
                    yield self.text
        except (ValueError, TypeError, AttributeError, KeyError) as error:
            raise _Unreadable(f"{data[:80]!r} is not what the API answers") from error

    def _count(self, usage: dict[str, Any]) -> None:
        self.prompt_tokens = usage.get("prompt_tokens", self.prompt_tokens)
        self.tokens = usage.get("completion_tokens", self.tokens)


def _request(model: str, messages: Sequence[Message], decoding: Decoding) -> dict[str, Any]:
    body: dict[str, Any] = {
        "model": model,
        "messages": [message.model_dump() for message in messages],
        "max_tokens": decoding.max_tokens,
        "temperature": decoding.temperature,
        "seed": decoding.seed,
        "stream": True,
        "stream_options": {"include_usage": True},
    }
    if decoding.stop:
        body["stop"] = list(decoding.stop[:4])  # the API takes no more; all of them are looked for here again
    if decoding.form is not None:
        body["response_format"] = _response_format(decoding.form, model)
    return body


def _response_format(form: Form, model: str) -> dict[str, Any]:
    if form.kind != "JSON Schema":
        raise BadForm(kind=form.kind, reason="the OpenAI API takes a JSON Schema alone", model=model)
    schema = json.loads(form.content)
    return {"type": "json_schema", "json_schema": {"name": "answer", "schema": schema}}


def _reason(response: httpx.Response, key: str) -> str:
    """What the server says about an error, without the key, which some repeat."""
    try:
        told = _message(response.json())
    except ValueError:
        told = response.text
    told = " ".join(told.split())[:_REASON] or response.reason_phrase
    return told.replace(key, "…") if key else told


def _message(event: Any) -> str:
    error = event.get("error", event) if isinstance(event, dict) else event
    return str(error.get("message", error)) if isinstance(error, dict) else str(error)


def _told(error: Exception) -> str:
    return str(error) or type(error).__name__
