"""Runs a module as `python -m` does, and ends it when whoever started this goes away, however that happens.

`python -m compound.backends.prefect.beside prefect server start` reads its standard input, to which the starter holds
the other end: when that is closed, as the system does even for a process that was killed, the program ends as well.
"""

from __future__ import annotations

import os
import runpy
import signal
import sys
import threading
import time

_GRACE = 10.0  # seconds that the program gets to end by itself


def main() -> None:
    """Runs the module that the first argument names, with the others as its arguments."""
    threading.Thread(target=_end_with_starter, daemon=True).start()
    sys.argv = sys.argv[1:]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)


def _end_with_starter() -> None:
    while os.read(sys.stdin.fileno(), 4096):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(_GRACE)
    os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main()
