"""What a node says about how it wants to be run."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypedDict, get_args

from compound.errors.declare import InvalidPolicy

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
    """Another node of the same inputs, run when the last attempt has failed; or a capability by name, for the next
    provider of it that the catalogue knows, and then the one after."""
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
    cache: bool | float | Literal["files"] | None = None
    """Whether answers are kept and found again; a number is for how many seconds. `"files"` is for a node that reads
    the files its inputs name, and nothing else: an answer holds as long as their bytes do. None: the answers of a pure
    node that loads a model, blocks, has a device or a cost."""
    repeat_safe: bool = False
    """Of a node that writes or acts: doing it twice is as good as once, as where a file is replaced whole. A run that
    was broken off while such a node was at it does it again without asking."""

    @classmethod
    def of(cls, node: str, options: Mapping[str, Any]) -> Policy:
        """A policy from the options of a node; `retries` may be a number. Raises InvalidPolicy, naming the node."""
        _refuse_unknown(node, options)
        retries = options.get("retries", Retry(0))
        if isinstance(retries, int) and not isinstance(retries, bool):
            retries = Retry(retries)
        policy = cls(**{**options, "retries": retries})
        for wrong, reason in policy._faults():
            if wrong:
                raise InvalidPolicy(node=node, reason=reason)
        return policy

    def changed(self, node: str, options: Mapping[str, Any]) -> Policy:
        """This policy with some options changed. Raises InvalidPolicy, naming the node."""
        return Policy.of(node, {**{field: getattr(self, field) for field in self.__dataclass_fields__}, **options})

    def changes(self, other: Policy) -> dict[str, Any]:
        """The options that differ from those of the other policy."""
        fields = self.__dataclass_fields__
        return {field: mine for field in fields if (mine := getattr(self, field)) != getattr(other, field)}

    def _faults(self) -> Iterator[tuple[bool, str]]:
        """What could be wrong, each with whether it is."""
        yield (
            self.effect not in get_args(Effect),
            f"effect={self.effect!r} is unknown; it is one of {', '.join(map(repr, get_args(Effect)))}",
        )
        yield not isinstance(self.retries, Retry), f"retries={self.retries!r} must be a number or a Retry"
        yield self.retries.times < 0, f"retries={self.retries.times!r} must be 0 or more"
        yield _is_no_number(self.timeout), f"timeout={self.timeout!r} must be a number of seconds above 0"
        yield _is_no_number(self.batch) or isinstance(self.batch, float), f"batch={self.batch!r} must be 1 or more"
        yield (
            not isinstance(self.cache, bool) and self.cache != "files" and _is_no_number(self.cache),
            f"cache={self.cache!r} must be True, False, 'files' or a number of seconds above 0",
        )
        yield (
            self.cache not in (None, False) and self.effect in ("write", "act"),
            f"cache={self.cache!r} would leave out what a node with effect={self.effect!r} does; drop one of them",
        )
        yield (
            self.repeat_safe and self.effect not in ("write", "act"),
            f"repeat_safe=True is for nodes that write or act; one with effect={self.effect!r} is always repeated",
        )


class PolicyOptions(TypedDict, total=False):
    """The options of `@node` and of a `Node` class, for type checkers: the fields of Policy, which explains them."""

    version: str
    effect: Effect
    blocking: bool
    retries: int | Retry
    timeout: float | None
    fallback: Any
    batch: int | None
    device: str | None
    memory: int | None
    process: bool
    cost: float | None
    cache: bool | float | Literal["files"] | None
    repeat_safe: bool


def _is_no_number(value: Any) -> bool:
    return value is not None and (isinstance(value, bool) or not isinstance(value, int | float) or not value > 0)


def _refuse_unknown(node: str, options: Mapping[str, Any]) -> None:
    known = Policy.__dataclass_fields__
    for option in options:
        if option not in known:
            import difflib

            near = difflib.get_close_matches(option, known, n=1)
            meant = f"did you mean {near[0]!r}? " if near else ""
            raise InvalidPolicy(
                node=node, reason=f"there is no option {option!r}; {meant}The options are {', '.join(known)}"
            )
