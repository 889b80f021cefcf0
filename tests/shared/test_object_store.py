"""Files in a bucket: the same promises as in a folder, against a server that speaks S3 (moto's, on this machine)."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import boto3
import pytest
import requests
from flask import Flask
from moto.server import ThreadedMotoServer

from app.config import ROOT, Settings
from app.shared import doctor, files
from app.shared.database import session
from app.shared.errors import NotFound
from app.shared.files import FileDamaged, FileValue, StoredFile
from app.shared.object_store import ObjectStore, StoreUnreachable
from app.shared.permissions import Grant, Role
from tests import cast
from tests.conftest import NOW
from tests.courses.cast import small_course
from tests.shared.conftest import signed_in_browser

BUCKET = "ecampus-files"
URL = f"s3://{BUCKET}/production"


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """A server that speaks S3."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def s3(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A client of it, with an empty bucket, and the variables that AWS tools read."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint)
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "ours")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "only for tests")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.delenv("AWS_DEFAULT_REGION", raising=False)
    monkeypatch.delenv("AWS_PROFILE", raising=False)
    requests.post(f"{endpoint}/moto-api/reset", timeout=10)
    client = boto3.client("s3", region_name="us-east-1")
    client.create_bucket(Bucket=BUCKET)
    yield client
    client.close()


@pytest.fixture
def store(s3: Any) -> ObjectStore:
    return ObjectStore(URL)


@pytest.fixture
def kept(app: Flask, store: ObjectStore, monkeypatch: pytest.MonkeyPatch) -> FileValue:
    """A file that was handed in, in an application whose store is the bucket."""
    monkeypatch.setitem(app.extensions, "files", store)
    return keep(b"an essay")


def keep(content: bytes) -> FileValue:
    owner, course = cast.enter(cast.AMINA), small_course()
    place = {"course_id": course.id, "owner_id": owner.id}
    return files.keep(content, name="my essay.txt", media_type="text/plain", now=NOW, **place)


def names(s3: Any) -> list[str]:
    return [one["Key"] for one in s3.list_objects_v2(Bucket=BUCKET).get("Contents", ())]


def test_a_file_comes_back_as_it_was(kept: FileValue, s3: Any) -> None:
    assert files.content_of(kept.id) == b"an essay"
    key = session.get_one(StoredFile, kept.id).key
    assert names(s3) == [f"production/{key[:2]}/{key}"]


@pytest.mark.parametrize(
    ("url", "under"), [(f"s3://{BUCKET}", ""), (f"s3://{BUCKET}/", ""), (f"s3://{BUCKET}/a/b/", "a/b/")]
)
def test_the_prefix_is_where_they_lie(s3: Any, url: str, under: str) -> None:
    key = ObjectStore(url).put(b"x")
    assert names(s3) == [f"{under}{key[:2]}/{key}"]
    assert ObjectStore(url).get(key) == b"x"


def test_the_empty_file_and_a_large_one(store: ObjectStore) -> None:
    large = bytes(range(256)) * 40_000
    assert [store.get(store.put(content)) for content in (b"", large)] == [b"", large]


def test_nobody_reads_it_past_us(kept: FileValue, s3: Any, endpoint: str) -> None:
    (name,) = names(s3)
    grants = s3.get_object_acl(Bucket=BUCKET, Key=name)["Grants"]
    assert all("URI" not in grant["Grantee"] for grant in grants)  # no group such as everybody
    assert "public" not in s3.get_object(Bucket=BUCKET, Key=name)["ResponseMetadata"]["HTTPHeaders"]
    assert requests.get(f"{endpoint}/{BUCKET}/{name}", timeout=10).status_code == 403


def test_what_does_not_arrive_whole_is_not_there(store: ObjectStore, s3: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    real = store._ask
    half = {"put_object": {"Body": b"half"}}
    monkeypatch.setattr(store, "_ask", lambda what, **wanted: real(what, **{**wanted, **half.get(what, {})}))
    with pytest.raises(StoreUnreachable):
        store.put(b"the whole file")
    assert names(s3) == []


def test_a_file_that_is_another_one_is_not_given_out(kept: FileValue, s3: Any) -> None:
    s3.put_object(Bucket=BUCKET, Key=names(s3)[0], Body=b"an Essay")
    with pytest.raises(FileDamaged):
        files.content_of(kept.id)


def test_a_file_that_is_gone_says_so(store: ObjectStore) -> None:
    with pytest.raises(FileNotFoundError):
        store.get("0" * 32)
    store.remove("0" * 32)


def test_what_a_failed_transaction_left_is_swept_a_day_later(kept: FileValue, s3: Any) -> None:
    session.commit()
    (whole,) = names(s3)
    keep(b"lost")
    session.rollback()
    assert len(names(s3)) == 2
    today = datetime.now(UTC)  # noqa: TID251 - the store's own clock
    assert files.sweep(today + timedelta(hours=23)) == 0
    assert files.sweep(today + timedelta(hours=25)) == 1
    assert names(s3) == [whole]
    assert files.content_of(kept.id) == b"an essay"


def test_a_file_that_is_forgotten_is_swept_a_day_later(kept: FileValue, s3: Any) -> None:
    files.forget(kept.id)
    session.commit()
    with pytest.raises(NotFound):
        files.content_of(kept.id)
    assert files.sweep(datetime.now(UTC) + timedelta(hours=25)) == 1  # noqa: TID251
    assert names(s3) == []


def test_the_sweep_goes_through_page_after_page_and_leaves_what_is_not_ours(
    kept: FileValue, store: ObjectStore, s3: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.commit()
    theirs = ["production/readme.txt", "elsewhere/ab/" + "a" * 32, "production-2/ab/" + "b" * 32]
    for name in theirs:
        s3.put_object(Bucket=BUCKET, Key=name, Body=b"not ours")
    for _ in range(7):
        store.put(b"lost")
    real = store._ask
    few = {"list_objects_v2": {"MaxKeys": 3}}
    monkeypatch.setattr(store, "_ask", lambda what, **wanted: real(what, **wanted, **few.get(what, {})))
    assert files.sweep(datetime.now(UTC) + timedelta(hours=25)) == 7  # noqa: TID251
    left = names(s3)
    assert len(left) == 4
    assert set(theirs) <= set(left)


def test_many_threads_share_one_store(store: ObjectStore, s3: Any) -> None:
    barrier = threading.Barrier(8)

    def one(number: int) -> bool:
        barrier.wait()
        content = str(number).encode()
        return store.get(store.put(content)) == content

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(one, range(8)))
    assert len(names(s3)) == 8


@pytest.mark.parametrize("wrong", ["bucket", "endpoint"])
def test_a_store_that_does_not_answer_keeps_no_row(
    app: Flask, s3: Any, wrong: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if wrong == "endpoint":
        monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setitem(app.extensions, "files", ObjectStore("s3://no-such-bucket" if wrong == "bucket" else URL))
    with pytest.raises(StoreUnreachable):
        keep(b"an essay")
    session.rollback()
    assert session.query(StoredFile).count() == 0


def storage_findings(app: Flask, settings: Settings, url: str) -> list[tuple[str, str]]:
    app.extensions["files"] = ObjectStore(url)
    found = doctor._storage(replace(settings, storage_url=url), NOW)
    return [(one.state.value, one.fact) for one in found if one.about == "storage"]


def test_the_doctor_tries_it(own_app: Flask, settings: Settings, s3: Any) -> None:
    ((state, fact),) = storage_findings(own_app, settings, URL)
    assert (state, "was put there" in fact) == ("ok", True)
    assert names(s3) == []
    ((state, fact),) = storage_findings(own_app, settings, "s3://no-such-bucket")
    assert (state, "no-such-bucket" in fact) == ("wrong", True)


def test_who_keeps_files_in_a_folder_never_loads_the_library() -> None:
    seen = "import sys, wsgi; print([one for one in sys.modules if one.partition('.')[0] in {'boto3', 'botocore'}])"
    done = subprocess.run([sys.executable, "-c", seen], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip().splitlines()[-1] == "[]"


def test_who_comes_while_the_store_is_down_is_told_to_come_again(sampled: Flask, s3: Any) -> None:
    sampled.extensions["files"] = ObjectStore("s3://no-such-bucket")
    sampled.config["PROPAGATE_EXCEPTIONS"] = False
    answer = signed_in_browser(sampled, Grant(Role.TUTOR, 1)).get("/courses/HERE/stored")
    assert (answer.status_code, answer.get_json()["code"]) == (503, "busy")
