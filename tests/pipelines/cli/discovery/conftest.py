"""A pack that a test makes up, beside what comes with compound, and a terminal of some width."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from typer.testing import CliRunner, Result

from compound import Node
from compound.values import Image, Mask, Text
from compound_pipelines.cli.app import app
from compound_registry import discovery
from compound_registry.capability import Capability
from compound_registry.manifest import Manifest, Provider
from compound_registry.pack import Pack

HERE = f"{__name__}:"
Run = Callable[..., Result]


class Cutter(Node, effect="read"):
    """Cuts along the edges of what is bright.

    It knows nothing of things.
    """

    threshold: float = 0.5
    """What counts as bright,
    0 to 1."""
    name: str

    def run(self, image: Image) -> Mask:
        raise NotImplementedError


class FinerCutter(Cutter):
    """Cuts finer."""

    steps: int = 3
    """Passes over the picture."""


CUT = Capability(
    name="garden.cut",
    summary="The bright parts of an image.",
    inputs={"image": "Image"},
    output="Mask",
    avoid="For dark parts, invert the image.",
    tasks=("trim", "hedge"),
)
SOW = Capability(name="garden.sow", summary="Seeds.", inputs={"text": "Text"}, output="Text", tasks=("planting",))


def cutter(node: type[Node], **facts: object) -> Provider:
    made = {"summary": "Cuts along edges.", "inputs": {"image": "Image"}, "output": "Mask", **facts}
    return Provider(capability="garden.cut", node=f"{HERE}{node.__name__}", **made)  # type: ignore[arg-type]


@pytest.fixture
def packs(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[Pack]]:
    """The packs that are installed: one of a garden, which the test may change before it asks."""
    providers = (cutter(Cutter, avoid="It is coarse."), cutter(FinerCutter, remote=True))
    installed = [Pack("garden", "garden-nodes", "1.0", Manifest(providers), (CUT, SOW))]
    _forget()
    monkeypatch.setattr(discovery, "read_packs", lambda entries: tuple(installed))
    yield installed
    monkeypatch.undo()
    _forget()


@pytest.fixture
def run() -> Run:
    return lambda *words: CliRunner().invoke(app, words)


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Called with a width, makes the output a terminal of it."""

    def of(width: int) -> None:
        monkeypatch.setattr("compound_pipelines.cli.discovery.printing.terminal_width", lambda: width)

    return of


def _forget() -> None:
    for known in (discovery.packs, discovery.providers, discovery.capabilities):
        known.cache_clear()


class Liar(Node):
    """Gives a text where its manifest says a mask."""

    def run(self, image: Image) -> Text:
        raise NotImplementedError
