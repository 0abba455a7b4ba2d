"""What can be wrong with a value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from compound.errors.root import CompoundError

if TYPE_CHECKING:
    from compound.values.geometry import Frame


class FrameMismatch(CompoundError, ValueError):
    """Raised when a box, point or mask of one image is used on another."""

    def __init__(self, *, expected: Frame, found: Frame, doing: str) -> None:
        self.expected = expected
        self.found = found
        self.doing = doing
        super().__init__(
            f"cannot {doing}: expected the frame {_frame(expected)}, found {_frame(found)}. "
            "Take both from the same image; nothing is resized or moved silently."
        )


class UnreadableImage(CompoundError, ValueError):
    """Raised when a file, bytes or a PIL image cannot be turned into an `Image`."""

    def __init__(self, *, source: str, reason: str, accepted: tuple[str, ...]) -> None:
        self.source = source
        self.reason = reason
        self.accepted = accepted
        super().__init__(f"cannot read an image from {source}: {reason}. Accepted formats: {', '.join(accepted)}.")


class ImageTooLarge(CompoundError, ValueError):
    """Raised when an image exceeds a limit; `what` is "pixels", "frames" or "bytes".

    `found` is where counting stopped: what cannot be known from the header alone is counted to just past the limit.
    """

    def __init__(self, *, source: str, what: str, found: int, allowed: int) -> None:
        self.source = source
        self.what = what
        self.found = found
        self.allowed = allowed
        super().__init__(
            f"{source} exceeds the limit of {allowed:,} {what}: {found:,} were counted, and nothing was decoded. "
            f"If you trust it, pass limits=Limits({what}={found}) or more."
        )


class UnsuitableArray(CompoundError, ValueError):
    """Raised when an array cannot be the content of an `Image`, a `Mask`, a `Depth`, an `Embedding` or an `Audio`."""

    def __init__(self, *, kind: str, dtype: str, shape: tuple[int, ...], advice: str) -> None:
        self.kind = kind
        self.dtype = dtype
        self.shape = shape
        self.advice = advice
        super().__init__(f"cannot make {kind} of a {dtype} array of shape {shape}: {advice}.")


class PixelsDamaged(CompoundError, ValueError):
    """Raised when the pixels of an image from a store are looked at and are not those that its digest names."""

    def __init__(self, *, digest: str, reason: str) -> None:
        self.digest = digest
        """Of the image that was asked for."""
        self.reason = reason
        super().__init__(
            f"the pixels that are kept of image {digest} are not its own: {reason}. Run what made it again with "
            "`--no-cache`."
        )


class NoMask(CompoundError, LookupError):
    """Raised when the best of masks is asked for where a segmentation found nothing."""

    def __init__(self, *, frame: Frame) -> None:
        self.frame = frame
        super().__init__(
            f"nothing was found in the image of {_frame(frame)}, so there is no best mask. Look at `Masks.masks` "
            "first, or ask with another prompt."
        )


class EmptyBox(CompoundError, ValueError):
    """Raised when a box that covers no pixel is to be cut out."""

    def __init__(self, *, edges: tuple[float, float, float, float]) -> None:
        self.edges = edges
        super().__init__(f"the box {edges} covers no pixel, so there is nothing to crop; check its area first.")


class EmbeddingMismatch(CompoundError, ValueError):
    """Raised when embeddings of different models or lengths are compared."""

    def __init__(self, *, models: tuple[str, str], lengths: tuple[int, int]) -> None:
        self.models = models
        self.lengths = lengths
        super().__init__(
            f"cannot compare an embedding of {models[0]!r} ({lengths[0]} numbers) with one of {models[1]!r} "
            f"({lengths[1]} numbers); embed both with the same model."
        )


class OffsetOutsideText(CompoundError, IndexError):
    """Raised when an offset lies before or after the text."""

    def __init__(self, *, offset: int, length: int) -> None:
        self.offset = offset
        self.length = length
        super().__init__(f"offset {offset} lies outside the text, whose offsets run from 0 to {length}.")


class NotEncodable(CompoundError, TypeError):
    """Raised when a value has no JSON form; `path` says where in the whole it stands."""

    def __init__(self, *, path: str, type_name: str, reason: str) -> None:
        self.path = path
        self.type_name = type_name
        self.reason = reason
        super().__init__(
            f"{path} ({type_name}) has no JSON form: {reason}. Use a pydantic model, a dataclass, a value of "
            "compound.values, or plain data."
        )


class NotDecodable(CompoundError, ValueError):
    """Raised when JSON does not hold the value that is asked for; `path` says where in the whole."""

    def __init__(self, *, path: str, expected: str, reason: str) -> None:
        self.path = path
        self.expected = expected
        self.reason = reason
        super().__init__(f"cannot decode {path} as {expected}: {reason}.")


def _frame(frame: Frame) -> str:
    return f"{frame.width}×{frame.height} of {frame.digest[:12] or 'no image'}"
