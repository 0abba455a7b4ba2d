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
    """Raised when a blob's file no longer holds the bytes that its digest names."""

    def __init__(self, *, digest: str, path: str) -> None:
        self.digest = digest
        self.path = path
        super().__init__(f"{path} does not hold blob {digest}. Delete the file and run what made it again.")
