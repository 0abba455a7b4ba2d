"""A repository of the Hugging Face hub: which files it has at a revision."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

from compound.errors.extras import MissingExtra
from compound.errors.models import FetchFailed, NoSuchModel
from compound.models.checkpoint import ALLOWED_SUFFIXES
from compound.models.download import Remote
from compound.models.source import HubSource

_SAFE_WEIGHTS = frozenset({".safetensors", ".gguf", ".onnx"})
_PICKLES = frozenset({".bin", ".pt", ".pth"})


def listing(source: HubSource) -> dict[str, Remote]:
    """The files to take, by their path in the repository, all at the one commit that the revision is now.

    Weights are taken as safetensors, GGUF or ONNX where the repository has them, and as pickles only where it has
    nothing else. Large files carry the sha256 that the hub tells.

    Raises:
        MissingExtra: without `huggingface_hub`.
        FetchFailed: when the hub cannot be reached, or has no such repository or revision.
        NoSuchModel: when the repository has no such file.
    """
    hub = _huggingface_hub()
    try:
        info = hub.HfApi().model_info(source.repo, revision=source.revision, files_metadata=True)
    except (OSError, ValueError, hub.errors.HTTPError) as error:  # the HTTPError of whichever client it was built on
        raise FetchFailed(source=source.url, reason=str(error)) from error
    headers = hub.utils.build_hf_headers()
    digests = {file.rfilename: file.lfs.sha256 if file.lfs else None for file in info.siblings}
    return {
        name: Remote(hub.hf_hub_url(source.repo, name, revision=info.sha), digests[name], headers)
        for name in _chosen(source, list(digests))
    }


def _chosen(source: HubSource, names: list[str]) -> list[str]:
    if source.file:
        chosen = [name for name in names if name == source.file]
    else:
        allowed = [name for name in names if _suffix(name) in ALLOWED_SUFFIXES]
        has_safe_weights = any(_suffix(name) in _SAFE_WEIGHTS for name in allowed)
        chosen = [name for name in allowed if not (has_safe_weights and _suffix(name) in _PICKLES)]
    if not chosen:
        raise NoSuchModel(source=source.url, reason=f"it has no {source.file or 'file that may be opened'}.")
    return chosen


def _suffix(name: str) -> str:
    return PurePosixPath(name).suffix.lower()


def _huggingface_hub() -> Any:
    try:
        import huggingface_hub
        import huggingface_hub.errors
        import huggingface_hub.utils
    except ModuleNotFoundError as error:
        raise MissingExtra(extra="models", package="huggingface_hub") from error
    return huggingface_hub
