"""One file over HTTP: continued where it was cut off, and verified before anybody may use it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

import httpx
import tenacity

from compound.errors.models import FetchFailed, HashMismatch
from compound.models.disk import removed_when_full, require_space
from compound.models.pinned import digest_of

Progress = Callable[[int, int], None]
"""Called with the bytes that are there and the bytes that there will be; 0 where the server does not tell."""

_ATTEMPTS = 4
_TIMEOUT = httpx.Timeout(60.0, connect=20.0)


@dataclass(frozen=True, slots=True)
class Remote:
    """A file of another machine, or a `file:` URL."""

    url: str
    sha256: str | None
    """Lower-case hex; None where nobody knows it."""
    headers: Mapping[str, str] = field(default_factory=dict)


def download(remote: Remote, target: Path, progress: Progress) -> None:
    """Bring `remote` to `target`. What an earlier attempt left there, killed or cut off, is continued.

    Raises:
        FetchFailed: when the server refuses, or the connection breaks again and again.
        HashMismatch: when the file is whole but another one; it is deleted.
        DiskFull: when it does not fit; what was written is deleted.
    """
    continued = target.exists()
    if not (continued and digest_of(target) == remote.sha256):
        _transfer(remote, target, progress)
    actual = digest_of(target)
    if remote.sha256 in (None, actual):
        return
    target.unlink()
    if not continued:
        raise HashMismatch(source=remote.url, expected=str(remote.sha256), actual=actual)
    download(remote, target, progress)  # what was there may have been the beginning of something else


class _StalePart(Exception):
    """Raised when the server cannot continue from where the part ends."""


def _transfer(remote: Remote, target: Path, progress: Progress) -> None:
    url = urlsplit(remote.url)
    if url.scheme == "file":
        _copy(Path(url2pathname(url.path)), target)
        return
    retrying = tenacity.Retrying(
        retry=tenacity.retry_if_exception_type((httpx.TransportError, _StalePart)),
        stop=tenacity.stop_after_attempt(_ATTEMPTS),
        wait=tenacity.wait_exponential(multiplier=0.1, max=5),
        reraise=True,
    )
    try:
        with httpx.Client(headers=dict(remote.headers), timeout=_TIMEOUT, follow_redirects=True) as client:
            retrying(_receive, client, remote.url, target, progress)
    except (httpx.HTTPError, _StalePart) as error:
        raise FetchFailed(source=remote.url, reason=str(error) or type(error).__name__) from error


def _copy(source: Path, target: Path) -> None:
    size = source.stat().st_size
    require_space(target.parent, size)
    with removed_when_full(target, size):
        shutil.copyfile(source, target)


def _receive(client: httpx.Client, url: str, target: Path, progress: Progress) -> None:
    have = target.stat().st_size if target.exists() else 0
    headers = {"Accept-Encoding": "identity"}
    if have:
        headers["Range"] = f"bytes={have}-"
    with client.stream("GET", url, headers=headers) as response:
        if response.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
            target.unlink()
            raise _StalePart("the server has fewer bytes than were received before")
        response.raise_for_status()
        if response.headers.get("Content-Range", "").startswith(f"bytes {have}-"):
            _append(response, target, have, progress)
        else:
            target.unlink(missing_ok=True)  # a server without ranges begins anew, and so do we
            _append(response, target, 0, progress)


def _append(response: httpx.Response, target: Path, have: int, progress: Progress) -> None:
    left = int(response.headers.get("Content-Length", 0))
    total = have + left if left else 0
    require_space(target.parent, left)
    with removed_when_full(target, left), target.open("ab") as file:
        progress(have, total)
        for chunk in response.iter_bytes():
            file.write(chunk)
            have += len(chunk)
            progress(have, total)
