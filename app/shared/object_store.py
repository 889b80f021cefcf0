"""Files as objects of an S3-compatible store: `STORAGE_URL=s3://bucket/prefix`, for several nodes on one store.

A `PUT` is whole or it is not: a store shows no object before it has all of it. So nothing is written aside and renamed
here, and the row that follows never lacks its object. A store that checks SHA-256 is told it; each is asked for the
size. Objects are private: no ACL is set, no signed link is ever made; who may read a file is asked here. Endpoint and
credentials come from the variables that every AWS tool reads (docs/operations.md).
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from collections.abc import Iterator
from datetime import datetime
from functools import cached_property
from importlib import import_module
from threading import Lock
from typing import Any
from urllib.parse import urlsplit

SCHEME = "s3"
_REGION = "us-east-1"
"""What a store that knows no regions is called with."""
_AWS = "amazonaws.com"


class StoreUnreachable(OSError):
    """The store does not answer, or refuses: its address, credentials or bucket are wrong, or it is down."""


class ObjectStore:
    """Files in a bucket, under a prefix, two letters of their name deep."""

    def __init__(self, url: str) -> None:
        """Use the bucket and the prefix that `url` names; nothing is asked of the store before the first file.

        Raises `ValueError` for an address without a bucket, or with what does not belong there.
        """
        parts = urlsplit(url)
        if parts.scheme != SCHEME or not parts.netloc or "@" in parts.netloc or parts.query or parts.fragment:
            raise ValueError(url)
        self._bucket = parts.netloc
        self._prefix = f"{parts.path.strip('/')}/" if parts.path.strip("/") else ""
        self._making = Lock()

    def put(self, content: bytes) -> str:
        """Return the key under which `content` is from now on: the store was asked whether it has all of it.

        Raises `StoreUnreachable`.
        """
        key = secrets.token_hex(16)
        checksum = base64.b64encode(hashlib.sha256(content).digest()).decode()
        self._ask("put_object", Key=self._name(key), Body=content, ChecksumSHA256=checksum)
        if self._ask("head_object", Key=self._name(key))["ContentLength"] != len(content):
            self.remove(key)
            raise StoreUnreachable("the store has kept something else than it was given")
        return key

    def get(self, key: str) -> bytes:
        """Return what was put under `key`. Raises `FileNotFoundError`, `StoreUnreachable`."""
        answer = self._ask("get_object", Key=self._name(key))
        try:
            content: bytes = answer["Body"].read()
        except self._faults as error:
            raise StoreUnreachable(str(error)) from error
        return content

    def remove(self, key: str) -> None:
        """Take a file away; one that is gone already is no matter. Raises `StoreUnreachable`."""
        self._ask("delete_object", Key=self._name(key))

    def keys_older_than(self, instant: datetime) -> Iterator[str]:
        """Yield the keys of files last written before `instant`, by the store's clock. Raises `StoreUnreachable`."""
        further: dict[str, str] = {}
        while True:
            answer = self._ask("list_objects_v2", Prefix=self._prefix, **further)
            for one in answer.get("Contents", ()):
                key = one["Key"].rpartition("/")[2]
                if one["LastModified"] < instant and one["Key"] == self._name(key):
                    yield key
            if not answer.get("IsTruncated"):
                return
            further = {"ContinuationToken": answer["NextContinuationToken"]}

    def _name(self, key: str) -> str:
        return f"{self._prefix}{key[:2]}/{key}"

    def _ask(self, what: str, **wanted: Any) -> Any:  # noqa: ANN401 - the library's own shapes
        with self._making:  # clients are safe to share, and not to make, by several threads
            client = self._client
        try:
            return getattr(client, what)(Bucket=self._bucket, **wanted)
        except client.exceptions.NoSuchKey as error:
            raise FileNotFoundError(wanted["Key"]) from error
        except self._faults as error:
            raise StoreUnreachable(str(error)) from error

    @cached_property
    def _client(self) -> Any:  # noqa: ANN401 - boto3 makes its clients as it runs
        """Return a client, made with the first file: who keeps files in a folder never loads the library."""
        client = _made("auto")
        return client if _AWS in client.meta.endpoint_url else _made("path")

    @cached_property
    def _faults(self) -> tuple[type[Exception], ...]:
        exceptions = import_module("botocore.exceptions")
        return exceptions.BotoCoreError, exceptions.ClientError, import_module("urllib3.exceptions").HTTPError


def _made(addressing: str) -> Any:  # noqa: ANN401 - as above
    """Return a client. Stores other than Amazon's are addressed by path: few have a name for each bucket."""
    session = import_module("boto3.session").Session()
    config = import_module("botocore.config").Config(
        connect_timeout=5,
        read_timeout=30,
        retries={"mode": "standard", "max_attempts": 3},
        s3={"addressing_style": addressing},
        request_checksum_calculation="when_required",  # we send SHA-256; other stores stumble over the default
        response_checksum_validation="when_required",
    )
    return session.client("s3", region_name=session.region_name or _REGION, config=config)
