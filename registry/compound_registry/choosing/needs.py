"""What a choice must meet, and what it should lean to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any, Literal

from pydantic import AliasChoices, BaseModel, BeforeValidator, ByteSize, ConfigDict, Field

from compound_registry.card import Modality

Preference = Literal["balance", "latency", "memory", "cost", "quality"]
"""What the ranking leans to. `balance` is what the field takes for the task; the others say what comes first."""


def _as_tuple(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


Names = Annotated[tuple[str, ...], BeforeValidator(_as_tuple)]


class Needs(BaseModel):
    """Hard constraints, and a preference among what meets them. Nothing is ever relaxed to find something."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    on_device: bool = Field(default=False, validation_alias=AliasChoices("on_device", "private"))
    """No input leaves this machine: remote providers are ruled out, as fallbacks too. `private` says the same."""
    memory: ByteSize | None = None
    """Loaded weights take at most this: bytes, or as in `4GiB`."""
    device: Literal["cpu", "cuda", "mps"] | None = None
    """Runs on this kind of device."""
    licence: Names = ()
    """Any of these SPDX identifiers, `permissive` (may be used, changed and sold, with notice) or `open` (that, or
    copyleft)."""
    modality: Modality | None = None
    """Takes this kind of input."""
    language: str | None = None
    """Knows this language, an ISO 639-1 code."""
    context: int | None = Field(default=None, gt=0)
    """Takes at least so many tokens."""
    installed: bool = False
    """Its node and all that it imports are installed here."""
    offline: bool = False
    """Installed, its weights are on this machine, and it needs no network."""
    family: Names = ()
    """Any of these families."""
    prefer: Preference = "balance"
    """What the ranking leans to among those that meet the constraints."""

    if TYPE_CHECKING:  # what is accepted is wider than what is kept

        def __init__(
            self,
            *,
            on_device: bool = ...,
            private: bool = ...,
            memory: int | str | None = ...,
            device: str | None = ...,
            licence: str | Sequence[str] = ...,
            modality: Modality | None = ...,
            language: str | None = ...,
            context: int | None = ...,
            installed: bool = ...,
            offline: bool = ...,
            family: str | Sequence[str] = ...,
            prefer: Preference = ...,
        ) -> None: ...

    @property
    def constraints(self) -> dict[str, Any]:
        """What was asked for, without defaults, as plain data: the same for equal needs."""
        return self.model_dump(mode="json", exclude_defaults=True)
