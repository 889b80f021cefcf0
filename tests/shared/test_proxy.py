"""Only a trusted proxy may say where a request came from, and when it arrived."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from flask import Flask, request

from app.config import Settings
from app.shared.http.proxy import TrustedProxies, arrival

NOW = datetime(2022, 3, 20, 12, 0, 0, tzinfo=UTC)
PROXY, STRANGER = "10.0.0.7", "198.51.100.4"


def behind(tmp_path: Path, app: Flask) -> Flask:
    networks = Settings.read({"DATA_DIR": str(tmp_path), "TRUSTED_PROXIES": "10.0.0.0/8"}).trusted_proxies
    app.wsgi_app = TrustedProxies(app.wsgi_app, networks)  # type: ignore[method-assign]
    return app


@pytest.mark.parametrize(("peer", "seen"), [(PROXY, "203.0.113.9"), (STRANGER, STRANGER)])
def test_a_forwarded_address_counts_only_from_a_trusted_proxy(peer: str, seen: str, tmp_path: Path) -> None:
    app = behind(tmp_path, Flask(__name__))
    app.add_url_rule("/", "where", lambda: str(request.remote_addr))
    headers = {"X-Forwarded-For": "203.0.113.9"}
    assert app.test_client().get("/", headers=headers, environ_base={"REMOTE_ADDR": peer}).text == seen


def waited(tmp_path: Path, stamp: str | None, peer: str = PROXY) -> float:
    """How many seconds before NOW a request counts as arrived."""
    app = behind(tmp_path, Flask(__name__))
    app.add_url_rule("/", "when", lambda: str((NOW - arrival(request.environ, NOW)).total_seconds()))
    headers = {} if stamp is None else {"X-Request-Start": stamp}
    return float(app.test_client().get("/", headers=headers, environ_base={"REMOTE_ADDR": peer}).text)


def stamp(ago: float, form: str = "t={:.3f}") -> str:
    return form.format((NOW - timedelta(seconds=ago)).timestamp())


@pytest.mark.parametrize("form", ["t={:.3f}", "{:.3f}", "t={:.6f}"])
def test_a_request_that_queued_arrived_when_the_proxy_got_it(tmp_path: Path, form: str) -> None:
    assert waited(tmp_path, stamp(12.5, form)) == 12.5


def test_a_stamp_may_be_in_whole_seconds_or_in_milliseconds(tmp_path: Path) -> None:
    assert waited(tmp_path, stamp(12, "t={:.0f}")) == 12
    assert waited(tmp_path, f"t={int((NOW - timedelta(seconds=7)).timestamp() * 1000)}") == 7


def test_a_forged_stamp_of_somebody_else_means_nothing(tmp_path: Path) -> None:
    assert waited(tmp_path, stamp(30), peer=STRANGER) == 0


def test_no_stamp_is_now(tmp_path: Path) -> None:
    assert waited(tmp_path, None) == 0


@pytest.mark.parametrize(("ago", "counts"), [(60, 60), (60.001, 60), (4000, 60), (-0.001, 0), (-4000, 0)])
def test_a_stamp_counts_from_now_to_a_minute_ago(tmp_path: Path, ago: float, counts: float) -> None:
    assert waited(tmp_path, stamp(ago)) == counts


@pytest.mark.parametrize("nonsense", ["", "t=", "t=now", "t=1e9", "t=-1647777600", "t=99999999999999999", "٣" * 10])
def test_a_stamp_that_cannot_be_read_is_none(tmp_path: Path, nonsense: str) -> None:
    assert waited(tmp_path, nonsense.encode().decode("latin-1")) == 0
