"""The command line. Modules here import only Typer at their top, so that `compound --help` answers at once."""

from __future__ import annotations

import sys


def main() -> None:
    """Runs the command line; what compound refuses is one message on the error stream and exit code 1."""
    from compound.errors import CompoundError
    from compound_pipelines.cli.app import app

    try:
        app()
    except CompoundError as error:
        print("\n".join([f"error: {error}", *getattr(error, "__notes__", ())]), file=sys.stderr)
        sys.exit(1)
