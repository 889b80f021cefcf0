"""Only a trusted proxy may say where a request came from."""

from pathlib import Path

import pytest
from flask import Flask, request

from app.config import Settings
from app.shared.http.proxy import TrustedProxies


@pytest.mark.parametrize(("peer", "seen"), [("10.0.0.7", "203.0.113.9"), ("198.51.100.4", "198.51.100.4")])
def test_a_forwarded_address_counts_only_from_a_trusted_proxy(peer: str, seen: str, tmp_path: Path) -> None:
    app = Flask(__name__)
    app.add_url_rule("/", "where", lambda: str(request.remote_addr))
    networks = Settings.read({"DATA_DIR": str(tmp_path), "TRUSTED_PROXIES": "10.0.0.0/8"}).trusted_proxies
    app.wsgi_app = TrustedProxies(app.wsgi_app, networks)  # type: ignore[method-assign]
    headers = {"X-Forwarded-For": "203.0.113.9"}
    assert app.test_client().get("/", headers=headers, environ_base={"REMOTE_ADDR": peer}).text == seen
