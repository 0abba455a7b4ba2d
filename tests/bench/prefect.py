"""Measures pipelines as Prefect flows beside hand-written flows of the same shape, in one process.

    python tests/bench/prefect.py [--json] [--only NAME]

A server is started on loopback, in a home of its own. Prefect's heartbeat thread is off for both sides: its end takes
up to a second of every flow call.
"""

from __future__ import annotations

import sys

sys.path.append(sys.path.pop(0))  # this folder goes last: else `import prefect` would find this very file

import argparse
import json
import os
from contextlib import ExitStack
from dataclasses import asdict
from tempfile import TemporaryDirectory

import flows


def main() -> None:
    """Prints the rows as they are measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="a row a line")
    parser.add_argument("--only", choices=flows.MEASURES, help="this measure alone")
    options = parser.parse_args()
    with ExitStack() as stack:
        home = stack.enter_context(TemporaryDirectory())
        os.environ |= {"PREFECT_HOME": home, "COMPOUND_HOME": home, **flows.QUIET}
        stack.enter_context(flows.server())
        for name in [options.only] if options.only else flows.MEASURES:
            for row in flows.MEASURES[name]():
                print(json.dumps(asdict(row)) if options.json else flows.line(row), flush=True)


if __name__ == "__main__":
    main()
