"""What one step asks of the cache: an answer, or the right to compute it for all."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING, Any

from compound.cache.answers import Hit
from compound.cache.cache import PATIENCE
from compound.cache.worth import life_of, worth_caching
from compound.errors.store import NotKeyable, WeightsUnknown
from compound.keys.files import key_of_files
from compound.keys.node import Key, node_key
from compound.run.memory import Later

if TYPE_CHECKING:
    from collections.abc import Sequence

    from compound.cache.cache import Cache
    from compound.cache.claims import Claim
    from compound.graph.step import Step
    from compound.journal.writing.writer import Writer

_FIRST_WAIT, _LONGEST_WAIT = 0.002, 0.05
"""Seconds between two questions, while another thread or process computes the answer."""


class Question:
    """Asked until there is an answer, or it is this run's turn to compute one."""

    __slots__ = ("_arguments", "_cache", "_claim", "_hint", "_life", "_models", "_until", "_wait", "key", "reason")

    def __init__(self, cache: Cache, key: Key, step: Step, arguments: Sequence[Any]) -> None:
        """`arguments` name the files that the answer rests on, if it does."""
        node = step.declaration
        assert node is not None
        self.key = key
        self.reason = "absent"
        """Why there was no answer."""
        self._cache = cache
        self._arguments = arguments
        self._hint = step.port.hint
        self._life = life_of(node)
        self._models = () if node.settings is None else node.settings.models
        self._claim: Claim | None = None
        self._until = monotonic() + PATIENCE
        self._wait = _FIRST_WAIT

    def ask(self) -> Hit | Later | None:
        """The answer, or when to ask again while somebody else computes it; None when this run has to."""
        # The claim comes first: who had it before may have kept the answer just now.
        self._claim = self._cache.claims.take(self.key.digest)
        found = self._cache.lookup(self.key, self._hint, self._life)
        if isinstance(found, Hit):
            self.release()
            return found
        self.reason = found.reason
        if self._claim is not None or monotonic() > self._until or not self._cache.keeps(self.key):
            return None
        self._wait = min(2 * self._wait, _LONGEST_WAIT)
        return Later(self._wait)

    def release(self) -> None:
        """There is no answer to keep: the next who asks computes it."""
        if self._claim is not None:
            self._claim.release()
            self._claim = None

    def answered(self, writer: Writer, digest: str | None, value: Any, seconds: float) -> None:
        """Has the cache keep a value, whose key is `digest`, unless it cannot be kept; then nobody waits any more."""
        if digest is None or self._rests_on_other_files():
            self.release()
            return
        claim, self._claim = self._claim, None
        writer.answer(self._cache, self.key, digest, value, self._models, seconds, claim)

    def _rests_on_other_files(self) -> bool:
        """Whether files that were read may not be those any more that the key tells of."""
        return bool(self._arguments) and list(map(key_of_files, self._arguments)) != list(self.key.inputs.values())


def reads_files(step: Step) -> bool:
    """Whether the answer of a step rests on the files that its inputs name."""
    return step.declaration is not None and step.declaration.policy.cache == "files"


def key_for(step: Step, names: Sequence[str], keys: Sequence[str | None], values: Sequence[Any]) -> Key | None:
    """The key of a step's answer; None where the cache is not to be asked.

    `names` are the ports, `keys` what goes into them, and so are `values` for a step that reads the files they name.
    """
    node = step.declaration
    if node is None or not worth_caching(node):
        return None
    try:
        if reads_files(step):
            keys = [key_of_files(value) for value in values]
        if None in keys:
            return None
        return node_key(node, dict(zip(names, keys, strict=True)))  # type: ignore[arg-type]
    except (NotKeyable, WeightsUnknown):
        return None
