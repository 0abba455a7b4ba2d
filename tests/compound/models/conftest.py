"""A shelf of files served on loopback, as an index or a hub would serve them, with the faults a test asks for."""

from __future__ import annotations

import hashlib
import io
import os
import threading
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest


@dataclass
class Request:
    path: str
    start: int | None
    """First byte that was asked for; None where no range was."""
    agent: str


@dataclass
class Shelf:
    """Files by URL path. The faults hold until they are taken back."""

    url: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    requests: list[Request] = field(default_factory=list)
    ranges: bool = True
    refused: bool = False
    cuts: list[int] = field(default_factory=list)
    """The next answers break off after so many bytes."""
    stall_after: int | None = None
    """Answers stop after so many bytes until `go_on` is set."""
    go_on: threading.Event = field(default_factory=threading.Event)

    def own_requests(self, path: str) -> list[Request]:
        """Requests for the path by compound itself, not by the pip that it asks."""
        return [request for request in self.requests if request.path == path and not request.agent.startswith("pip/")]

    def put_wheel(self, package: str, version: str, members: Mapping[str, bytes]) -> str:
        """Serve a wheel with these members on the page of links; its sha256."""
        name = f"{package}-{version}-py3-none-any.whl"
        wheel = _wheel(package, version, members)
        digest = hashlib.sha256(wheel).hexdigest()
        self.files[f"/{name}"] = wheel
        self.files["/links"] = self.files.get("/links", b"") + f'<a href="/{name}#sha256={digest}">{name}</a>'.encode()
        return digest


class _Handler(BaseHTTPRequestHandler):
    shelf: Shelf

    def do_GET(self) -> None:
        shelf = self.shelf
        asked = self.headers.get("Range")
        start = int(asked.removeprefix("bytes=").removesuffix("-")) if asked and shelf.ranges else None
        from_pip = self.headers.get("User-Agent", "").startswith("pip/")
        shelf.requests.append(Request(self.path, start, self.headers.get("User-Agent", "")))
        body = shelf.files.get(self.path)
        if body is None or (shelf.refused and not from_pip):
            self.send_error(404 if body is None else 403)
        elif start is not None and start >= len(body):
            self.send_error(416)
        else:
            self._answer(body, start, faulty=not (from_pip or self.path.startswith("/api/")))

    def _answer(self, body: bytes, start: int | None, *, faulty: bool) -> None:
        rest = body[start or 0 :]
        self.send_response(200 if start is None else 206)
        if start is not None:
            self.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
        self.send_header("Content-Type", "application/json" if self.path.startswith("/api/") else "text/html")
        self.send_header("Content-Length", str(len(rest)))
        self.end_headers()
        if faulty and self.shelf.stall_after is not None:
            self.wfile.write(rest[: self.shelf.stall_after])
            self.wfile.flush()
            self.shelf.go_on.wait(30)
        elif faulty and self.shelf.cuts:
            self.wfile.write(rest[: self.shelf.cuts.pop(0)])
            self.close_connection = True
        else:
            self.wfile.write(rest)

    def log_message(self, format: str, *args: object) -> None:
        pass


def _wheel(package: str, version: str, members: Mapping[str, bytes]) -> bytes:
    info = f"{package}-{version}.dist-info"
    own = {
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {package}\nVersion: {version}\n".encode(),
        f"{info}/WHEEL": b"Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        f"{info}/RECORD": b"",
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in {**members, **own}.items():
            archive.writestr(name, content)
    return packed.getvalue()


@pytest.fixture
def shelf() -> Iterator[Shelf]:
    shelf = Shelf()
    handler = type("Handler", (_Handler,), {"shelf": shelf})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    shelf.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    yield shelf
    shelf.go_on.set()
    server.shutdown()
    server.server_close()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A COMPOUND_HOME of its own, with the network allowed."""
    monkeypatch.setenv("COMPOUND_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("COMPOUND_OFFLINE", raising=False)
    return tmp_path / "home"


@pytest.fixture
def index(shelf: Shelf, home: Path, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """The shelf as the only place where pip looks."""
    for name in [name for name in os.environ if name.startswith("PIP_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", f"{shelf.url}/links")
    monkeypatch.setenv("PIP_NO_CACHE_DIR", "1")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    return shelf
