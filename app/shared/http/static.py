"""Static files: addresses that change with the content, so that browsers keep a file for good; compressed once."""

from __future__ import annotations

import hashlib
from http import HTTPStatus
from pathlib import Path
from typing import Any

import brotli
from flask import Flask, Response, current_app, request

_TEXT = ("text/", "application/javascript", "image/svg+xml", "application/json", "application/manifest+json")


def register(app: Flask) -> None:
    """Fingerprint the static addresses of `app` and keep each file compressed after its first use."""
    fingerprints: dict[tuple[str, str], str] = {}
    compressed: dict[tuple[str, str], bytes] = {}

    def add_fingerprint(endpoint: str, values: dict[str, Any]) -> None:
        if not is_static(endpoint) or "filename" not in values:
            return
        key = (endpoint, values["filename"])
        if key not in fingerprints:
            fingerprints[key] = _fingerprint(*key)
        if fingerprints[key]:
            values["v"] = fingerprints[key]

    def compress(response: Response) -> Response:
        if not _worth_compressing(response):
            return response
        key = (request.path, response.get_etag()[0] or "")
        response.direct_passthrough = False
        content = response.get_data()
        if key not in compressed:
            compressed[key] = brotli.compress(content, quality=9)
        response.set_data(compressed[key])
        response.headers["Content-Encoding"] = "br"
        response.set_etag(f"{key[1]}:br")
        return response

    app.url_defaults(add_fingerprint)
    app.after_request(compress)


def is_static(endpoint: str | None) -> bool:
    """Tell whether `endpoint` serves files under a static folder."""
    return endpoint is not None and (endpoint == "static" or endpoint.endswith(".static"))


def _worth_compressing(response: Response) -> bool:
    return (
        is_static(request.endpoint)
        and response.status_code == HTTPStatus.OK
        and request.method == "GET"
        and (response.mimetype or "").startswith(_TEXT)
        and request.accept_encodings["br"] > 0
    )


def _fingerprint(endpoint: str, filename: str) -> str:
    owner = current_app if endpoint == "static" else current_app.blueprints[endpoint.rpartition(".")[0]]
    path = Path(owner.static_folder or "") / filename
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12] if path.is_file() else ""
