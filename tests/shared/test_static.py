"""Static files: an address that changes with the content, kept for good, compressed once."""

import brotli
import pytest
from flask import Flask, url_for
from flask.testing import FlaskClient

pytestmark = pytest.mark.alike

STYLES = "css/bootstrap.min.css"


def address(app: Flask) -> str:
    with app.test_request_context():
        return url_for("bootstrap.static", filename=STYLES)


def test_a_file_with_its_fingerprint_is_kept_for_good(app: Flask, client: FlaskClient) -> None:
    answer = client.get(address(app), buffered=True)
    assert "v=" in address(app)
    assert "immutable" in answer.headers["Cache-Control"]


def test_without_the_fingerprint_it_is_kept_an_hour_only(client: FlaskClient) -> None:
    answer = client.get(f"/bootstrap/static/{STYLES}", buffered=True)
    assert answer.status_code == 200
    assert "immutable" not in answer.headers["Cache-Control"]


def test_a_browser_that_reads_brotli_gets_a_small_file_each_time_the_same(app: Flask, client: FlaskClient) -> None:
    plain = client.get(address(app), buffered=True).data
    packed = [client.get(address(app), headers={"Accept-Encoding": "br"}, buffered=True) for _ in range(2)]
    assert brotli.decompress(packed[0].data) == plain
    assert packed[0].data == packed[1].data
    assert packed[0].headers["Content-Encoding"] == "br"
    assert "Accept-Encoding" in packed[0].headers["Vary"]
    assert len(packed[0].data) < len(plain) / 5


def test_an_unknown_file_is_not_there(client: FlaskClient) -> None:
    assert client.get("/bootstrap/static/nothing.css").status_code == 404
