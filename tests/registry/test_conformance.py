"""Whether providers keep what they promise: the first party's own, and those of others when they are first used."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from types import ModuleType
from typing import Any

import pytest

from compound import Node
from compound.errors import CompoundError
from compound.errors.packs import (
    CapabilityNotKept,
    ManifestDiffers,
    NotANode,
    UndeclaredCapability,
    UnknownPack,
    UnresolvedPort,
)
from compound.values import Image, Page, PageText, Text
from compound_registry import discovery, use
from compound_registry.capability import Capability
from compound_registry.conformance import check, load
from compound_registry.manifest import Capabilities, Manifest, Provider

Install = Callable[..., None]

READ = Capability("page.read", "The text of a page.", {"page": "Page | Image"}, "Text")


class Reads(Node):
    """Keeps the capability: takes more, gives less, and its own input has a default."""

    def run(self, page: Page | Image | str, *, language: str = "en") -> PageText:
        raise NotImplementedError


class ReadsPages(Node):
    def run(self, page: Page) -> Text:
        raise NotImplementedError


class ReadsSheets(Node):
    def run(self, sheet: Page | Image) -> Text:
        raise NotImplementedError


class ReadsIn(Node):
    def run(self, page: Page | Image, language: str) -> Text:
        raise NotImplementedError


class ReadsAloud(Node):
    def run(self, page: Page | Image) -> Sequence[Text]:
        raise NotImplementedError


class Unannotated(Node):
    def run(self, page) -> Text:  # type: ignore[no-untyped-def]
        raise NotImplementedError


class NoNode:
    pass


@pytest.fixture(autouse=True)
def _nodes(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("acme_nodes")
    nodes = (Reads, ReadsPages, ReadsSheets, ReadsIn, ReadsAloud, Unannotated, NoNode)
    module.__dict__.update({node.__name__: node for node in nodes})
    monkeypatch.setitem(sys.modules, "acme_nodes", module)


@pytest.fixture
def acme(packs: Install) -> Callable[..., Provider]:
    """Installs a pack whose only provider of `page.read` has this class and these ports."""

    def install(node: str, inputs: dict[str, Any], output: Any, capability: str = "page.read") -> Provider:
        provider = Provider(capability, f"acme_nodes:{node}", "Reads.", inputs, output)
        packs("acme", Manifest((provider,)), Capabilities((READ,)))
        return provider

    return install


def only_problem(provider: Provider) -> CompoundError:
    """What is wrong with the pack; using the provider fails with the same."""
    (problem,) = check("acme")
    with pytest.raises(type(problem)) as caught:
        load(provider)
    assert str(caught.value) == str(problem)
    assert "'acme' (acme-nodes 1.0)" in str(problem)
    assert f"acme_nodes:{provider.name}" in str(problem)
    return problem


def test_every_provider_of_the_first_party_keeps_its_promises() -> None:
    assert [str(problem) for problem in check("compound")] == []


def test_every_standard_capability_has_ports_that_can_be_read() -> None:
    standard = discovery.packs()[0].capabilities
    assert all(capability.ports().output is not None and capability.summary for capability in standard)
    assert len({capability.name for capability in standard}) == len(standard) >= 40


class TestKept:
    def test_a_provider_may_take_more_give_less_and_have_inputs_with_defaults(
        self, acme: Callable[..., Provider]
    ) -> None:
        acme("Reads", {"page": Page | Image | str}, PageText)
        assert check() == check("acme") == ()
        assert use("page.read") == Reads()


class TestNotKept:
    @pytest.mark.parametrize(
        ("node", "inputs", "output", "port", "wanted", "found"),
        [
            ("ReadsPages", {"page": "Page"}, "Text", "page", "Page | Image", "Page"),
            ("ReadsAloud", {"page": "Page | Image"}, "Sequence[Text]", "output", "Text", "Sequence[Text]"),
            ("ReadsIn", {"page": Page | Image, "language": str}, Text, "language", "none", "str without a default"),
        ],
    )
    def test_the_port_and_both_types_are_named(
        self,
        acme: Callable[..., Provider],
        node: str,
        inputs: dict[str, Any],
        output: Any,
        port: str,
        wanted: str,
        found: str,
    ) -> None:
        problem = only_problem(acme(node, inputs, output))
        assert isinstance(problem, CapabilityNotKept)
        assert (problem.capability, problem.port, problem.found) == ("page.read", port, found)
        assert problem.wanted.startswith(wanted)
        assert f"its port {port!r} is {found}" in str(problem)

    def test_an_input_of_another_name_is_missing_and_too_much(self, acme: Callable[..., Provider]) -> None:
        acme("ReadsSheets", {"sheet": "Page | Image"}, "Text")
        problems = check("acme")
        assert [getattr(problem, "port", "") for problem in problems] == ["page", "sheet"]
        assert "'page' is missing" in str(problems[0])
        with pytest.raises(CapabilityNotKept, match="'page' is missing"):
            use("page.read")


class TestManifest:
    @pytest.mark.parametrize(
        ("node", "inputs", "output", "port", "promised", "found"),
        [
            ("ReadsPages", {"page": "Page | Image"}, "Text", "page", "Page | Image", "Page"),
            ("ReadsIn", {"page": "Page | Image"}, "Text", "language", "missing", "str"),
            ("ReadsAloud", {"page": "Page | Image"}, "Text", "output", "Text", "Sequence[Text]"),
        ],
    )
    def test_it_says_what_the_node_says(
        self,
        acme: Callable[..., Provider],
        node: str,
        inputs: dict[str, Any],
        output: Any,
        port: str,
        promised: str,
        found: str,
    ) -> None:
        problem = only_problem(acme(node, inputs, output))
        assert isinstance(problem, ManifestDiffers)
        assert (problem.port, problem.promised, problem.found) == (port, promised, found)

    @pytest.mark.parametrize(
        ("node", "reason"),
        [
            ("Absent", "has no attribute 'Absent'"),
            ("NoNode", "no subclass of compound.Node"),
            ("Unannotated", "page"),
        ],
    )
    def test_it_names_a_node(self, acme: Callable[..., Provider], node: str, reason: str) -> None:
        problem = only_problem(acme(node, {"page": "Page | Image"}, "Text"))
        assert isinstance(problem, NotANode)
        assert reason in problem.reason

    def test_its_types_can_be_read(self, acme: Callable[..., Provider]) -> None:
        provider = acme("Reads", {"page": "Pgae"}, "Text")
        (problem,) = check("acme")
        assert isinstance(problem, UnresolvedPort)
        assert "(page: Pgae) -> Text" in str(problem)
        assert "acme_nodes:Reads of the pack 'acme' (acme-nodes 1.0)" in problem.__notes__[0]
        with pytest.raises(UnresolvedPort):
            load(provider)

    def test_a_capability_that_nobody_declares_is_found_and_can_be_used(self, acme: Callable[..., Provider]) -> None:
        acme("Reads", {"page": Page | Image | str}, "PageText", capability="page.reads")
        (problem,) = check("acme")
        assert isinstance(problem, UndeclaredCapability)
        assert problem.nearest == ("page.read",)
        assert use("page.reads") == Reads()


def test_checking_an_unknown_pack_is_an_error(acme: Callable[..., Provider]) -> None:
    acme("Reads", {"page": "Page | Image"}, "Text")
    with pytest.raises(UnknownPack, match="no pack 'acne' is installed; there are acme"):
        check("acne")
