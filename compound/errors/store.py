"""What can be wrong with what is kept on disk."""

from __future__ import annotations

from compound.errors.root import CompoundError


class DigestMalformed(CompoundError, ValueError):
    """Raised when something is used as a digest that is not 64 lower-case hex digits."""

    def __init__(self, *, digest: str) -> None:
        self.digest = digest
        super().__init__(f"{digest[:80]!r} is no digest; a digest is 64 lower-case hex digits, as Blobs.put returns.")


class BlobMissing(CompoundError, LookupError):
    """Raised when a blob is asked for that the store does not hold."""

    def __init__(self, *, digest: str, folder: str) -> None:
        self.digest = digest
        self.folder = folder
        super().__init__(f"no blob {digest} in {folder}. Run what made it again, or copy the blob there.")


class BlobCorrupt(CompoundError):
    """Raised when a blob's file no longer holds the bytes that its digest names, or is no regular file."""

    def __init__(self, *, digest: str, path: str) -> None:
        self.digest = digest
        self.path = path
        super().__init__(f"{path} does not hold blob {digest}. Delete the file and run what made it again.")


class StoreFull(CompoundError):
    """Raised when the disk or the quota of the store has no room left; nothing half-written stays behind."""

    def __init__(self, *, place: str, needed: int) -> None:
        self.place = place
        self.needed = needed
        """Bytes that were to be written."""
        super().__init__(
            f"{place} has no room for {needed:,} bytes more. Make room (`compound store gc --keep 7d`), or set "
            "COMPOUND_HOME to a folder on a larger disk."
        )


class StoreUnwritable(CompoundError):
    """Raised when the store cannot be changed: it is read-only, belongs to another, or is not where it is said."""

    def __init__(self, *, place: str, reason: str) -> None:
        self.place = place
        self.reason = reason
        super().__init__(f"cannot write to {place}: {reason}. Give it rights, or set COMPOUND_HOME to another folder.")


class StoreUnreadable(CompoundError):
    """Raised when the store is there but cannot be read, as for want of rights or of a network."""

    def __init__(self, *, place: str, reason: str) -> None:
        self.place = place
        self.reason = reason
        super().__init__(f"cannot read {place}: {reason}.")


class StoreUnreachable(CompoundError):
    """Raised when a URL does not lead to a store: an unknown scheme, or one whose library is not installed."""

    def __init__(self, *, url: str, reason: str) -> None:
        self.url = url
        self.reason = reason
        super().__init__(f"{url} cannot be a store: {reason}. Use a folder, or a URL that fsspec can open.")


class NotKeyable(CompoundError, TypeError):
    """Raised when a value has no key, since it is not data; `path` says where in the whole it stands."""

    def __init__(self, *, path: str, type_name: str, reason: str) -> None:
        self.path = path
        self.type_name = type_name
        self.reason = reason
        super().__init__(
            f"{path} ({type_name}) has no key: {reason}. Use plain data, a dataclass, a pydantic model or a value of "
            "compound.values."
        )


class WeightsUnknown(CompoundError):
    """Raised when a node uses a model whose weights nobody knows the digest of, so that it has no key."""

    def __init__(self, *, node: str, model: str) -> None:
        self.node = node
        self.model = model
        super().__init__(
            f"node {node!r} has no key: the digest of the weights of {model!r} is not known. Fetch the model "
            f"(`compound models fetch {model}`), or pin its files in its card."
        )
