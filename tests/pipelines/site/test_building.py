"""The site is whole: links lead somewhere, and nothing is loaded from elsewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from compound_pipelines.site.building import build
from compound_pipelines.site.page import Page

exceptions = pytest.importorskip("mkdocs.exceptions", reason="needs the extra `docs`")


def pages(link: str) -> list[Page]:
    start = Page("index.md", "Start", f"# Start\n\n[on]({link})\n")
    return [start, Page("more/other.md", "Other", "# Other\n\n## Part\n\nSegment anything.\n", "More")]


@pytest.mark.parametrize("link", ["more/nowhere.md", "more/other.md#nothing"])
def test_a_link_that_leads_nowhere_fails(link: str, tmp_path: Path) -> None:
    with pytest.raises(exceptions.Abort):
        build(pages(link), tmp_path)


def test_the_browser_is_sent_nowhere_else_and_can_search(tmp_path: Path) -> None:
    build(pages("more/other.md#part"), tmp_path)
    html = (tmp_path / "index.html").read_text("utf-8")
    assert 'href="more/other.html#part"' in html
    assert re.findall(r'(?:<script[^>]*src|<link[^>]*href)="?(https?:)?//', html) == []
    assert "Segment anything" in (tmp_path / "search" / "search_index.json").read_text("utf-8")
