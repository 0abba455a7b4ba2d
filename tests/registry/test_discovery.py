"""What the installed packs offer, whatever state some of them are in."""

from __future__ import annotations

import subprocess
import sys
import warnings
from collections.abc import Callable
from dataclasses import replace
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pytest

from compound.errors.packs import BadManifest, BrokenPack, NodeOfNoPack, PackClash
from compound.values import Image, Text
from compound_registry import discovery, use
from compound_registry.capability import Capability
from compound_registry.manifest import Capabilities, Manifest, Provider
from compound_registry.reading import NODES

Install = Callable[..., None]

SHOUT = Provider("text.shout", "acme_nodes:Shout", "Shouts.", {"text": "Text"}, "Text")
WHISPER = replace(SHOUT, node="acme_nodes:Whisper")
SHOUTING = Capability("text.shout", "A text in capitals.", {"text": "Text"}, "Text")


class TestPacks:
    def test_the_first_party_comes_first_and_others_in_alphabetical_order(self, packs: Install) -> None:
        for name in ("zeta", "compound", "acme"):
            packs(name, Manifest())
        assert [pack.name for pack in discovery.packs()] == ["compound", "acme", "zeta"]
        assert [pack.own for pack in discovery.packs()] == [True, False, False]

    def test_a_pack_is_known_by_its_distribution(self, packs: Install) -> None:
        packs("acme", Manifest((SHOUT,)), Capabilities((SHOUTING,)))
        (pack,) = discovery.packs()
        assert (pack.distribution, pack.version) == ("acme-nodes", "1.0")
        assert (pack.manifest.providers, pack.capabilities) == ((SHOUT,), (SHOUTING,))
        assert discovery.pack_of("acme_nodes:Shout") is pack

    def test_a_node_of_no_pack_is_an_error(self, packs: Install) -> None:
        with pytest.raises(NodeOfNoPack, match="acme_nodes:Shout"):
            discovery.pack_of("acme_nodes:Shout")

    def test_the_real_ones_are_found_through_their_entry_points(self) -> None:
        own = discovery.packs()[0]
        assert own.own
        assert own.manifest in [entry.load() for entry in entry_points(group=NODES)]
        assert {"document.read", "image.segment"} <= {capability.name for capability in own.capabilities}


class TestBrokenPacks:
    @pytest.fixture(autouse=True)
    def _a_good_one(self, packs: Install) -> None:
        packs("good", Manifest((SHOUT,)))

    @pytest.mark.parametrize(
        ("source", "reason"),
        [
            ("import no_such_library", "ModuleNotFoundError: No module named 'no_such_library'"),
            ("MANIFEST = (", "SyntaxError"),
            ("MANIFEST = 1 / 0", "ZeroDivisionError"),
            ("raise SystemExit(3)", "SystemExit: 3"),
            ("MANIFESTO = 1", "AttributeError"),
            ("MANIFEST = {'text.shout': 'acme:Shout'}", "it is a dict and not a compound_registry.manifest.Manifest"),
            (
                "from compound_registry.manifest import Manifest\nMANIFEST = Manifest(['text.shout'])",
                "BadManifest: the providers of a manifest must be a tuple of Provider",
            ),
        ],
        ids=lambda part: part.split()[0],
    )
    def test_one_that_cannot_be_read_is_reported_and_the_rest_works(
        self, packs: Install, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, reason: str
    ) -> None:
        packs("bad", None)
        monkeypatch.delitem(sys.modules, "bad_pack")
        monkeypatch.syspath_prepend(tmp_path)
        (tmp_path / "bad_pack.py").write_text(source, "utf-8")
        with pytest.warns(BrokenPack) as warned:
            assert discovery.providers() == {"text.shout": (SHOUT,)}
        (warning,) = [caught.message for caught in warned]
        assert isinstance(warning, BrokenPack)
        assert (warning.pack, warning.entry) == ("'bad' (bad-nodes 1.0)", "bad_pack:MANIFEST")
        assert reason in str(warning)

    def test_it_is_reported_once(self, packs: Install) -> None:
        packs("bad", "no manifest")
        with pytest.warns(BrokenPack):
            discovery.providers()
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            discovery.capabilities()
            discovery.packs()

    def test_one_without_metadata_is_used_all_the_same(self, packs: Install, tmp_path: Path) -> None:
        packs("bare", Manifest((WHISPER,)))
        next(tmp_path.rglob("bare_nodes-*/METADATA")).unlink()
        assert discovery.providers()["text.shout"] == (WHISPER, SHOUT)
        assert str(discovery.packs()[0]) == "'bare' (unknown unknown)"

    def test_capabilities_that_cannot_be_read_leave_the_nodes(self, packs: Install) -> None:
        packs("half", Manifest((WHISPER,)), "no capabilities")
        with pytest.warns(BrokenPack, match="half_pack:CAPABILITIES"):
            assert discovery.capabilities() == {}
        assert discovery.providers()["text.shout"] == (SHOUT, WHISPER)


class TestClashes:
    def test_of_two_capabilities_of_a_name_the_first_partys_is_used(self, packs: Install) -> None:
        other = replace(SHOUTING, output="Audio")
        packs("acme", Manifest(), Capabilities((other,)))
        packs("compound", Manifest(), Capabilities((SHOUTING,)))
        with pytest.warns(
            PackClash, match=r"'compound' \(compound-engine 1\.0\) and 'acme' \(acme-nodes 1\.0\)"
        ) as found:
            assert discovery.capabilities() == {"text.shout": SHOUTING}
        assert "'text.shout' with different signatures" in str(found[0].message)

    def test_else_the_alphabet_decides(self, packs: Install) -> None:
        other = replace(SHOUTING, inputs={"message": "Text"})
        packs("zeta", Manifest(), Capabilities((SHOUTING,)))
        packs("acme", Manifest(), Capabilities((other,)))
        with pytest.warns(PackClash, match="'acme'.* and 'zeta'"):
            assert discovery.capabilities() == {"text.shout": other}

    def test_two_that_agree_do_not_clash_however_they_are_written(self, packs: Install) -> None:
        packs("acme", Manifest(), Capabilities((SHOUTING,)))
        packs("beta", Manifest(), Capabilities((replace(SHOUTING, inputs={"text": Text}, summary="Loud."),)))
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            assert discovery.capabilities()["text.shout"] is discovery.packs()[0].capabilities[0]

    def test_one_whose_types_cannot_be_read_agrees_with_none(self, packs: Install) -> None:
        packs("acme", Manifest(), Capabilities((SHOUTING,)))
        packs("beta", Manifest(), Capabilities((replace(SHOUTING, output="Txet"),)))
        with pytest.warns(PackClash):
            assert list(discovery.capabilities().values()) == [SHOUTING]

    @pytest.mark.parametrize("node", ["acme_nodes:Shout", "other_nodes:Shout"])
    def test_a_second_provider_of_a_name_is_left_out(self, packs: Install, node: str) -> None:
        packs("acme", Manifest((SHOUT,)))
        packs("beta", Manifest((replace(SHOUT, node=node), WHISPER)))
        with pytest.warns(PackClash, match="'acme'.* and 'beta'.* both have a provider Shout of 'text.shout'"):
            assert discovery.providers()["text.shout"] == (SHOUT, WHISPER)

    def test_a_node_may_provide_two_capabilities(self, packs: Install) -> None:
        packs("acme", Manifest((SHOUT, replace(SHOUT, capability="text.cry"))))
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            assert set(discovery.providers()) == {"text.shout", "text.cry"}


class TestPlainData:
    @pytest.mark.parametrize("name", ["shout", "text.Shout", "text.", "text.shout.loud", "text shout", 3])
    def test_a_capability_is_named_by_domain_and_verb(self, name: Any) -> None:
        with pytest.raises(BadManifest, match=r"domain\.verb"):
            Capability(name, "", {}, Image)
        with pytest.raises(BadManifest, match=r"domain\.verb"):
            replace(SHOUT, capability=name)

    @pytest.mark.parametrize("node", ["Shout", "acme_nodes:", ":Shout", "acme nodes:Shout", "acme_nodes:Shout.run", 3])
    def test_a_node_is_named_by_module_and_class(self, node: Any) -> None:
        with pytest.raises(BadManifest, match="module:Class"):
            replace(SHOUT, node=node)

    def test_inputs_have_names(self) -> None:
        with pytest.raises(BadManifest, match="types by name"):
            replace(SHOUT, inputs=("Text",))  # type: ignore[arg-type]
        with pytest.raises(BadManifest, match="types by name"):
            replace(SHOUTING, inputs=("Text",))  # type: ignore[arg-type]

    def test_capabilities_are_a_tuple(self) -> None:
        with pytest.raises(BadManifest, match="tuple of Capability"):
            Capabilities([SHOUTING])  # type: ignore[arg-type]


def test_listing_imports_neither_nodes_nor_values_nor_pydantic() -> None:
    code = (
        "import sys\n"
        "from compound_registry.discovery import capabilities, packs, providers\n"
        "packs(), providers(), capabilities()\n"
        "heavy = ('compound.values', 'pydantic', 'numpy', 'torch')\n"
        "nodes = [name for name in sys.modules if name.startswith('compound_nodes.')]\n"
        "print([name for name in heavy if name in sys.modules], nodes)"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == (
        "[] ['compound_nodes.manifest']\n"
    )


def test_packs_of_others_are_used_by_capability(packs: Install) -> None:
    packs("acme", Manifest((replace(SHOUT, node="no_such_module:Shout"),)))
    assert "text.shout" in discovery.providers()
    with pytest.raises(Exception, match="no_such_module"):
        use("text.shout")
