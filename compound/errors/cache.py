"""What a cache has to say. To callers it only warns: whatever is wrong with it, the answer is computed."""

from __future__ import annotations

from compound.errors.store import StoreUnreadable


class CacheDamaged(StoreUnreadable):
    """Raised when the file of a cache turns out to be damaged; it has been set aside, and the next one is empty."""


class CacheEntryBroken(UserWarning):
    """Raised as a warning when an entry does not hold what was put there: torn, edited or foreign."""

    def __init__(self, *, node: str, key: str, reason: str) -> None:
        self.node, self.key, self.reason = node, key, reason
        super().__init__(
            f"the kept answer {key[:12]} of {node} was changed ({reason}); it is not used, and computed again."
        )


class CacheSetAside(UserWarning):
    """Raised as a warning when the file of a cache is damaged or of another version, and a new one is begun."""

    def __init__(self, *, path: str, kept_as: str, reason: str) -> None:
        self.path, self.kept_as, self.reason = path, kept_as, reason
        super().__init__(f"the cache {path} {reason}; it is set aside as {kept_as}, and an empty one is begun.")


class CacheUnusable(UserWarning):
    """Raised as a warning, once for each `Cache`, when it cannot be read or written, as on a full disk."""

    def __init__(self, *, place: str, reason: str) -> None:
        self.place, self.reason = place, reason
        super().__init__(f"answers are computed but not kept in {place}: {reason}")


class AnswerNotKept(UserWarning):
    """Raised as a warning, once for each node, when its answers cannot be kept or found again."""

    def __init__(self, *, node: str, reason: str) -> None:
        self.node, self.reason = node, reason
        super().__init__(
            f"answers of {node} are not kept: {reason} Annotate what it returns with its very type, or say cache=False."
        )
