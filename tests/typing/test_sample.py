"""mypy sees the types of pipelines, and the mistakes in them."""

from __future__ import annotations

import re
from pathlib import Path

from mypy import api

SAMPLE = Path(__file__).with_name("sample.py")
EXPECTED = re.compile(r"# E: ([\w-]+)")
FOUND = re.compile(r"sample\.py:(\d+): error: .*\[([\w-]+)\]$")


def test_a_type_checker_finds_the_mistakes_in_the_sample_and_no_others():
    lines = SAMPLE.read_text().splitlines()
    expected = {(number, code) for number, line in enumerate(lines, 1) for code in EXPECTED.findall(line)}
    output, errors, _ = api.run([str(SAMPLE), "--follow-imports=silent", "--disable-error-code=unused-coroutine"])
    found = {(int(m[1]), m[2]) for line in output.splitlines() if (m := FOUND.search(line))}
    assert errors == ""
    assert found == expected, output
