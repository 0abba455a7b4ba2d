"""The child process of the process lane: reads calls from its pipe and answers them until the pipe is closed."""

from __future__ import annotations

import pickle
import sys
from multiprocessing.connection import Connection
from typing import Any

import cloudpickle


def main() -> None:
    pipe = Connection(int(sys.argv[1]))
    sys.path[:] = pickle.loads(pipe.recv_bytes())
    while True:
        try:
            message = pipe.recv_bytes()
        except EOFError:
            return
        pipe.send_bytes(_answer(message))


def _answer(message: bytes) -> bytes:
    try:
        function, args = pickle.loads(message)
        answer: tuple[bool, Any] = (True, function(*args))
    except BaseException as error:  # noqa: BLE001 - the parent raises it
        answer = (False, error)
    try:
        encoded: bytes = cloudpickle.dumps(answer, protocol=5)
    except Exception as error:  # noqa: BLE001 - whatever the object does when it is pickled
        reason = RuntimeError(f"its answer, a {type(answer[1]).__name__}, cannot leave the process: {error}")
        encoded = cloudpickle.dumps((False, reason), protocol=5)
    return encoded


if __name__ == "__main__":
    main()
