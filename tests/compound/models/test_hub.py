from __future__ import annotations

import hashlib
import json
import sys

import pytest

from compound.errors.extras import MissingExtra
from compound.errors.models import FetchFailed, HashMismatch, NoSuchModel
from compound.models.fetch import fetch
from compound.models.pinned import Pinned
from compound.models.source import Source

from .conftest import Shelf

WEIGHTS = b"GGUF" + bytes(1000)
COMMIT = "c0ffee" + "0" * 34


def _lfs(content: bytes) -> dict[str, object]:
    return {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content), "pointerSize": 130}


@pytest.fixture
def hub(shelf: Shelf, home: object, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    """A repository `org/tiny`, whose branch `main` is at one commit, served as the hub serves it."""
    constants = pytest.importorskip("huggingface_hub.constants")
    monkeypatch.setattr(constants, "ENDPOINT", shelf.url)
    url = f"{shelf.url}/{{repo_id}}/resolve/{{revision}}/{{filename}}"
    monkeypatch.setattr(constants, "HUGGINGFACE_CO_URL_TEMPLATE", url)
    monkeypatch.setattr(constants, "HF_HUB_OFFLINE", False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    files = {"model.gguf": WEIGHTS, "config.json": b"{}", "pytorch_model.bin": b"pickle", "modeling.py": b"evil"}
    siblings = [
        {"rfilename": name, "size": len(content), "lfs": _lfs(content) if name == "model.gguf" else None}
        for name, content in files.items()
    ]
    listing = {"id": "org/tiny", "sha": COMMIT, "siblings": siblings}
    shelf.files["/api/models/org/tiny/revision/main?blobs=true"] = json.dumps(listing).encode()
    shelf.files |= {f"/org/tiny/resolve/{COMMIT}/{name}": content for name, content in files.items()}
    return shelf


def test_a_repository_gives_its_safe_weights_and_configuration_at_one_commit(hub: Shelf) -> None:
    folder = fetch(Pinned(Source.parse("hf:org/tiny@main")))
    names = {path.name for path in folder.iterdir()}
    assert names == {"model.gguf", "config.json", ".fetched.json"}
    assert (folder / "model.gguf").read_bytes() == WEIGHTS


def test_one_file_of_a_repository_comes_alone(hub: Shelf) -> None:
    folder = fetch(Pinned(Source.parse("hf:org/tiny@main#config.json")))
    assert {path.name for path in folder.iterdir()} == {"config.json", ".fetched.json"}


def test_a_file_that_breaks_off_is_continued(hub: Shelf) -> None:
    hub.cuts = [500]
    fetch(Pinned(Source.parse("hf:org/tiny@main#model.gguf")))
    starts = [request.start for request in hub.requests if request.path.endswith("model.gguf")]
    assert starts == [None, 500]


def test_a_file_that_is_not_the_one_that_the_hub_lists_is_refused(hub: Shelf) -> None:
    hub.files[f"/org/tiny/resolve/{COMMIT}/model.gguf"] = b"GGUF" + bytes(999)
    with pytest.raises(HashMismatch):
        fetch(Pinned(Source.parse("hf:org/tiny@main")))


def test_a_pin_stands_above_what_the_hub_lists(hub: Shelf) -> None:
    with pytest.raises(HashMismatch, match=r"config\.json"):
        fetch(Pinned(Source.parse("hf:org/tiny@main"), files={"config.json": "0" * 64}))


def test_a_file_that_the_repository_lacks_is_an_error(hub: Shelf) -> None:
    with pytest.raises(NoSuchModel, match=r"absent\.gguf"):
        fetch(Pinned(Source.parse("hf:org/tiny@main#absent.gguf")))


def test_a_repository_that_the_hub_lacks_is_an_error(hub: Shelf) -> None:
    with pytest.raises(FetchFailed, match="hf:org/absent@main"):
        fetch(Pinned(Source.parse("hf:org/absent@main")))


def test_a_hub_that_does_not_answer_is_an_error(hub: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huggingface_hub.constants.ENDPOINT", "http://127.0.0.1:9")
    with pytest.raises(FetchFailed, match="hf:org/tiny@main"):
        fetch(Pinned(Source.parse("hf:org/tiny@main")))


def test_without_the_extra_the_error_says_what_to_install(hub: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "huggingface_hub", None)
    with pytest.raises(MissingExtra, match=r"compound-engine\[models\]"):
        fetch(Pinned(Source.parse("hf:org/tiny@main")))
