from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compound.errors.models import BadSource
from compound.models.source import FileSource, HubSource, PypiSource, Source


def test_a_folder_inside_a_wheel() -> None:
    source = Source.parse("pypi:tiny-model==0.1.0#tiny_model/model")
    assert source == PypiSource("tiny-model", "0.1.0", "tiny_model/model")


def test_a_repository_at_a_revision() -> None:
    assert Source.parse("hf:org/name@refs/pr/1") == HubSource("org/name", "refs/pr/1")


def test_one_file_of_a_repository() -> None:
    assert Source.parse("hf:org/name@main#onnx/model.onnx") == HubSource("org/name", "main", "onnx/model.onnx")


def test_a_folder_of_this_machine() -> None:
    assert Source.parse("file:/models/a%20b") == Source.parse("file:///models/a%20b") == FileSource(Path("/models/a b"))


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("minilm", "pypi:, hf: or file:"),
        ("https://example.org/model", "pypi:, hf: or file:"),
        ("pypi:tiny==1.0", "path inside the wheel"),
        ("pypi:tiny#model", "exactly, with =="),
        ("pypi:tiny>=1.0#model", "name of a package"),
        ("pypi:--index-url==1#model", "name of a package"),
        ("pypi:tiny==1.0#../../etc/passwd", "stays inside"),
        ("pypi:tiny==1.0#/etc/passwd", "stays inside"),
        ("hf:name@main", "org/name"),
        ("hf:org/name", "revision is missing"),
        ("hf:org/name@main#../x.onnx", "stays inside"),
        ("file:models/tiny", "absolute"),
        ("file:", "absolute"),
    ],
)
def test_a_wrong_address_is_refused_with_the_reason_and_an_example(url: str, reason: str) -> None:
    with pytest.raises(BadSource, match="Write it like") as caught:
        Source.parse(url)
    assert reason in caught.value.reason
    assert Source.parse(caught.value.example)


_NAME = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,10}", fullmatch=True)
_PATH = st.lists(_NAME, min_size=1, max_size=3).map("/".join)


@given(
    st.one_of(
        st.builds(PypiSource, _NAME, _NAME, _PATH),
        st.builds(
            lambda org, name, revision, file: HubSource(f"{org}/{name}", revision, file), _NAME, _NAME, _NAME, _PATH
        ),
        st.builds(lambda name: FileSource(Path("/") / name), st.text("ab %#é", min_size=1, max_size=6)),
    )
)
def test_an_address_reads_back_as_the_source_it_was_written_from(source: Source) -> None:
    assert Source.parse(source.url) == source
