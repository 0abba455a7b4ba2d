"""How large a file may be before it is refused unread."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps that are checked before anything is decoded.

    A few kilobytes can unfold into gigabytes of pixels, so files from outside are judged by their header.
    """

    pixels: int = 100_000_000
    """Width times height of the largest frame."""

    frames: int = 1_000
    """Frames of an animation, or pages of a TIFF."""

    bytes: int = 256 * 1024 * 1024
    """Size of the encoded file."""

    def __post_init__(self) -> None:
        if min(self.pixels, self.frames, self.bytes) < 1:
            raise ValueError(f"each limit must be at least 1, got {self}")


STANDARD = Limits()
"""What is used when no limits are given."""
