"""A server on the loopback that speaks the OpenAI API, and misbehaves when told to."""

from __future__ import annotations

import json
import logging
import socket
import threading
import traceback
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest
from pydantic import BaseModel

from compound.errors.generation import AnswerBroken, BadForm, KeyUnusable, ServerRefused, ServerUnavailable
from compound.values import Message
from compound_nodes.generation.decoding import Decoding, Generation, finished
from compound_nodes.generation.form import Form
from compound_nodes.generation.openai_lm import Endpoint, OpenAILM

KEY = "sk-very-secret-0123456789"
QUESTION = (Message(role="system", content="be brief"), Message(role="user", content="hello"))

Answer = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    """Answers each request with the next of the server's answers; the last one stays."""

    server: Server

    def do_POST(self) -> None:  # http.server's name
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.requests.append((self.path, dict(self.headers), body))
        answers = self.server.answers
        (answers.pop(0) if len(answers) > 1 else answers[0])(self)

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""

    def send(self, status: int, body: bytes, kind: str = "application/json", **headers: str) -> None:
        self.send_response(status)
        for name, value in {"Content-Type": kind, "Content-Length": str(len(body)), **headers}.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)


class Server(ThreadingHTTPServer):
    answers: list[Answer]
    requests: list[tuple[str, dict[str, str], dict[str, Any]]]

    def endpoint(self, **settings: Any) -> Endpoint:
        return Endpoint(f"http://127.0.0.1:{self.server_port}/v1", "tiny", **{"patience": 0.01, **settings})

    def ask(self, decoding: Decoding = Decoding(), **settings: Any) -> Generation:  # noqa: B008  # it is frozen
        return finished(OpenAILM(self.endpoint(**settings)).stream(QUESTION, decoding))


@pytest.fixture
def server() -> Iterator[Server]:
    server = Server(("127.0.0.1", 0), Handler)
    server.answers, server.requests = [says("Good", " day", "!")], []
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def event(data: object) -> bytes:
    return f"data: {json.dumps(data)}\n\n".encode()


def says(*pieces: str, ended: str = "stop", end: bytes = b"data: [DONE]\n\n") -> Answer:
    chunks = [event({"choices": [{"delta": {"role": "assistant"}, "finish_reason": None}]})]
    chunks += [event({"choices": [{"delta": {"content": piece}, "finish_reason": None}]}) for piece in pieces]
    chunks += [event({"choices": [{"delta": {}, "finish_reason": ended}]})] if ended else []
    chunks += [event({"choices": [], "usage": {"prompt_tokens": 9, "completion_tokens": 3}})] if ended else []
    return lambda handler: handler.send(200, b"".join(chunks) + end, "text/event-stream")


def refuses(status: int, message: str = "no", **headers: str) -> Answer:
    return lambda handler: handler.send(status, json.dumps({"error": {"message": message}}).encode(), **headers)


def test_an_answer_is_streamed_and_counted(server: Server) -> None:
    assert list(OpenAILM(server.endpoint()).stream(QUESTION, Decoding())) == ["Good", " day", "!"]
    assert server.ask() == Generation("Good day!", prompt_tokens=9, tokens=3, ended="stop")


def test_a_request_says_all_that_was_asked_for(server: Server) -> None:
    server.ask(Decoding(max_tokens=7, temperature=0.5, seed=3, stop=("a", "b", "c", "d", "e")))
    path, headers, body = server.requests[0]
    assert path == "/v1/chat/completions"
    assert "Authorization" not in headers
    assert body["messages"] == [message.model_dump() for message in QUESTION]
    assert (body["model"], body["max_tokens"], body["temperature"], body["seed"]) == ("tiny", 7, 0.5, 3)
    assert body["stop"] == ["a", "b", "c", "d"]


def test_a_stop_string_that_the_server_overlooks_ends_the_text(server: Server) -> None:
    server.answers = [says("one tw", "o three", ended="length")]
    assert server.ask(Decoding(stop=("two",))) == Generation("one ", None, None, "stop")


def test_an_answer_that_max_tokens_cut_says_so(server: Server) -> None:
    server.answers = [says("one", ended="length")]
    assert server.ask().ended == "length"


def test_a_server_that_does_not_stream_is_understood(server: Server) -> None:
    whole = {"choices": [{"message": {"content": "Good day!"}, "finish_reason": "stop"}]}
    server.answers = [lambda handler: handler.send(200, json.dumps(whole).encode())]
    assert server.ask().text == "Good day!"


def test_a_schema_is_handed_on(server: Server) -> None:
    class Paid(BaseModel):
        paid: bool

    server.ask(Decoding(form=Form.of_model(Paid)))
    asked = server.requests[0][2]["response_format"]
    assert asked["type"] == "json_schema"
    assert asked["json_schema"]["schema"]["required"] == ["paid"]


def test_a_form_that_the_api_does_not_know_is_refused(server: Server) -> None:
    with pytest.raises(BadForm, match="JSON Schema alone"):
        server.ask(Decoding(form=Form("regular expression", "a")))
    assert server.requests == []


@pytest.mark.parametrize("status", [429, 500, 503])
def test_an_overloaded_server_is_asked_again(server: Server, status: int) -> None:
    server.answers = [refuses(status), refuses(status, Retry_After="30"), says("yes")]
    assert server.ask().text == "yes"
    assert len(server.requests) == 3


def test_the_wait_is_the_one_that_the_server_asks_for(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    waits: list[float] = []
    monkeypatch.setattr("tenacity.nap.time.sleep", waits.append)
    server.answers = [refuses(429, Retry_After="7"), refuses(429, Retry_After="4000"), says("yes")]
    server.ask(patience=60.0)
    assert waits == [7.0, 60.0]


def test_a_server_that_stays_overloaded_is_given_up_with_its_words(server: Server) -> None:
    server.answers = [refuses(429, "slow down")]
    with pytest.raises(ServerUnavailable, match=r"in 3 attempts; at last: status 429: slow down"):
        server.ask(attempts=3)
    assert len(server.requests) == 3


def test_a_server_that_is_not_there_is_named() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/v1"
        with pytest.raises(ServerUnavailable, match=url):
            finished(OpenAILM(Endpoint(url, "tiny", attempts=2, patience=0.01)).stream(QUESTION, Decoding()))


def test_a_silent_server_is_given_up(server: Server) -> None:
    over = threading.Event()
    server.answers = [lambda handler: over.wait(10) and None]
    try:
        with pytest.raises(ServerUnavailable, match="timed out"):
            server.ask(timeout=0.05, attempts=2)
    finally:
        over.set()


@pytest.mark.parametrize("status", [301, 400, 401, 404])
def test_a_refusal_for_good_is_not_asked_again(server: Server, status: int) -> None:
    server.answers = [refuses(status, "unknown model", Location="http://127.0.0.1:9/")]
    with pytest.raises(ServerRefused, match="unknown model") as caught:
        server.ask()
    assert caught.value.status == status
    assert len(server.requests) == 1


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (says("Good", ended="", end=b""), "ended before the answer did"),
        (says("Good", ended="", end=b"data: {no json\n\n"), "not what the API answers"),
        (says("Good", ended="", end=event({"error": {"message": "out of memory"}})), "out of memory"),
        (says("Good", ended="", end=event({"choices": [7]})), "not what the API answers"),
    ],
)
def test_an_answer_that_breaks_off_says_how_far_it_came(server: Server, answer: Answer, reason: str) -> None:
    server.answers = [answer]
    with pytest.raises(AnswerBroken, match=reason) as caught:
        server.ask()
    assert caught.value.text == "Good"
    assert len(server.requests) == 1


class TestTheKey:
    @pytest.fixture(autouse=True)
    def key(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("TINY_KEY", f"{KEY}\n")

    def test_is_sent(self, server: Server) -> None:
        server.ask(key_variable="TINY_KEY")
        assert server.requests[0][1]["Authorization"] == f"Bearer {KEY}"

    def test_must_be_there(self, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("TINY_KEY")
        with pytest.raises(KeyUnusable, match=r"\$TINY_KEY, which is not set"):
            server.ask(key_variable="TINY_KEY")
        assert server.requests == []

    @pytest.mark.parametrize("answer", [refuses(401, f"wrong key {KEY}"), refuses(429, f"too much of {KEY}")])
    def test_is_in_no_error_and_no_log(self, server: Server, answer: Answer, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(logging.DEBUG)
        server.answers = [answer]
        with pytest.raises((ServerRefused, ServerUnavailable)) as caught:
            server.ask(key_variable="TINY_KEY", attempts=2)
        assert KEY not in "".join(traceback.format_exception(caught.value))
        assert KEY not in caplog.text

    def test_that_no_header_can_carry_is_not_repeated(self, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("TINY_KEY", f"{KEY}\nX-Other: 1")
        with pytest.raises(KeyUnusable) as caught:
            server.ask(key_variable="TINY_KEY")
        assert KEY not in "".join(traceback.format_exception(caught.value))

    def test_is_not_in_what_holds_the_model(self, server: Server) -> None:
        model = OpenAILM(server.endpoint(key_variable="TINY_KEY"))
        finished(model.stream(QUESTION, Decoding()))
        assert KEY not in repr(vars(model))
