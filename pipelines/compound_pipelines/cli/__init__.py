"""The command line. Modules here import only Typer at their top, so that `compound --help` answers at once."""

from __future__ import annotations

import os
import sys
from typing import NoReturn

INTERRUPTED, BROKEN_PIPE = 130, 141
"""Exit codes, as shells give them for SIGINT and SIGPIPE: 128 and the number of the signal."""


def main() -> None:
    """Runs the command line; what compound refuses is one message on the error stream and exit code 1."""
    from compound.errors import CompoundError
    from compound_pipelines.cli.app import app

    try:
        app()
    except CompoundError as error:
        print("\n".join([f"error: {error}", *getattr(error, "__notes__", ())]), file=sys.stderr)
        _leave(1)
    except SystemExit as leaving:
        if isinstance(leaving.code, int) and leaving.code in (INTERRUPTED, BROKEN_PIPE):
            _leave(leaving.code)
        raise


def _leave(code: int) -> NoReturn:
    """Ends the program now: work that was given up may still compute in threads, and some libraries would crash while
    Python takes itself apart around them.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
