"""What a node says about how it wants to be run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Effect = Literal["pure", "read", "write", "act"]
"""`pure` depends on its inputs alone, `read` looks at the world, `write` changes files or databases, `act` acts on
others."""


@dataclass(frozen=True, slots=True)
class Retry:
    """Attempts after the first failure, with exponential backoff."""

    times: int
    """Further attempts after the first, 0 or more."""
    wait: float = 0.1
    """Seconds before the second attempt."""
    factor: float = 2.0
    """What each further wait is multiplied by."""
    longest: float = 30.0
    """No wait is longer than this, in seconds."""
    on: tuple[type[Exception], ...] = (Exception,)
    """Only these failures are retried."""

    def pause(self, attempt: int) -> float:
        """Seconds to wait after the attempt of this number (the first is 1)."""
        return float(min(self.longest, self.wait * self.factor ** (attempt - 1)))

    def covers(self, error: BaseException, attempt: int) -> bool:
        """Whether this failure of this attempt (the first is 1) deserves another one."""
        return attempt <= self.times and isinstance(error, self.on)


@dataclass(frozen=True, slots=True)
class Policy:
    """How a node is run; every field has a default that suits a small pure function."""

    version: str = "1"
    """Change it when the node's answers change for the same inputs."""
    effect: Effect = "pure"
    blocking: bool = False
    """Waits for a disk, a network or a process: it runs on the thread pool, so that others go on."""
    retries: Retry = Retry(0)
    timeout: float | None = None
    """Seconds an attempt may take. Async and process nodes are stopped; a thread is given up and named."""
    fallback: Any = None
    """Another node of the same inputs, run when the last attempt has failed."""
    batch: int | None = None
    """Largest number of calls that `run_batch` takes at once."""
    device: str | None = None
    """Where the model runs (`cpu`, `cuda:0`); calls on one device take turns."""
    memory: int | None = None
    """Bytes needed while it runs, if known."""
    process: bool = False
    """Runs in a process of its own, which a timeout or a cancellation kills."""
    cost: float | None = None
    """Price of a call, if known; unknown is None and never 0."""

    @classmethod
    def of(cls, **options: Any) -> Policy:
        """A policy from a node's keyword arguments; `retries` may be a number."""
        retries = options.get("retries")
        if isinstance(retries, int):
            options["retries"] = Retry(retries)
        policy = cls(**options)
        policy._refuse_nonsense()
        return policy

    def _refuse_nonsense(self) -> None:
        if self.effect not in ("pure", "read", "write", "act"):
            raise ValueError(f"effect={self.effect!r} is unknown; it is one of 'pure', 'read', 'write', 'act'")
        if self.timeout is not None and self.timeout <= 0:
            raise ValueError(f"timeout={self.timeout!r} seconds must be more than 0")
        if self.batch is not None and self.batch < 1:
            raise ValueError(f"batch={self.batch!r} must be at least 1")
        if self.retries.times < 0:
            raise ValueError(f"retries={self.retries.times!r} must be 0 or more")
