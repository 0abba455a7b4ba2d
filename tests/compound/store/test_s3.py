"""Blobs in S3, as an imitation of it serves them; needs `moto[server]` and `s3fs`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from compound.errors.store import BlobCorrupt, BlobMissing, StoreUnwritable
from compound.store.blobs import Blobs

moto = pytest.importorskip("moto.server")
boto3 = pytest.importorskip("boto3")
pytest.importorskip("s3fs")


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    server = moto.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("AWS_ENDPOINT_URL", f"http://{host}:{port}")
        environment.setenv("AWS_DEFAULT_REGION", "us-east-1")
        environment.setenv("AWS_ACCESS_KEY_ID", "somebody")
        environment.setenv("AWS_SECRET_ACCESS_KEY", "something")
        boto3.client("s3").create_bucket(Bucket="bucket")
        yield "s3://bucket"
    server.stop()


def test_blobs_are_put_found_listed_and_deleted(bucket: str) -> None:
    blobs = Blobs(f"{bucket}/all")
    digest = blobs.put(b"tea")
    assert blobs.put(b"tea") == digest
    assert (blobs.get(digest), list(blobs)) == (b"tea", [digest])
    assert blobs.delete(digest)
    assert not blobs.has(digest)
    with pytest.raises(BlobMissing):
        blobs.get(digest)


def test_an_edited_object_is_refused(bucket: str) -> None:
    blobs = Blobs(f"{bucket}/edited")
    digest = blobs.put(b"tea")
    boto3.client("s3").put_object(Bucket="bucket", Key=f"edited/{digest[:2]}/{digest[2:]}", Body=b"toa")
    with pytest.raises(BlobCorrupt):
        blobs.get(digest)
    blobs.put(b"tea")
    assert blobs.get(digest) == b"tea"


def test_a_bucket_that_is_not_there_says_so(bucket: str) -> None:
    with pytest.raises(StoreUnwritable, match="bucket"):
        Blobs("s3://no-such-bucket/blobs").put(b"tea")
