"""Believes `X-Forwarded-*` and `X-Request-Start` only from the proxies that the settings name."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from werkzeug.middleware.proxy_fix import ProxyFix

from app.config import Network

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


LONGEST_WAIT = timedelta(seconds=60)
"""A stamp counts for at most this long: no clock that stands wrong makes an answer early by more."""
_STAMP = "ecampus.request_start"
_SECONDS, _MILLISECONDS = re.compile(r"(?:t=)?(\d{10}(?:\.\d{1,9})?)"), re.compile(r"(?:t=)?(\d{13})")


class TrustedProxies:
    """WSGI middleware: `ProxyFix`, and the stamp of arrival, for requests that come from one of `networks`."""

    def __init__(self, application: WSGIApplication, networks: tuple[Network, ...]) -> None:
        self._direct = application
        self._proxied = ProxyFix(application, x_for=1, x_proto=1, x_host=1)
        self._networks = networks

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer through `ProxyFix` when the peer is a trusted proxy, and keep when it got the request."""
        if not self._trusts(environ.get("REMOTE_ADDR", "")):
            return self._direct(environ, start_response)
        environ[_STAMP] = _instant(environ.get("HTTP_X_REQUEST_START", ""))
        return self._proxied(environ, start_response)

    def _trusts(self, peer: str) -> bool:
        try:
            address = ipaddress.ip_address(peer)
        except ValueError:
            return False
        return any(address in network for network in self._networks)


def arrival(environ: Mapping[str, Any], now: datetime) -> datetime:
    """Return when a request reached us: at its trusted proxy where that stamped it, else now.

    A stamp lies between now and a minute ago: one from the future is now, an older one a minute ago.
    """
    stamped: datetime | None = environ.get(_STAMP)
    return now if stamped is None else max(now - LONGEST_WAIT, min(stamped, now))


def _instant(stamp: str) -> datetime | None:
    """Return the instant of `t=<seconds>` (with a fraction, as nginx has it) or `t=<milliseconds>`; None: neither."""
    text = stamp.strip()
    if seconds := _SECONDS.fullmatch(text):
        return datetime.fromtimestamp(float(seconds[1]), UTC)
    if milliseconds := _MILLISECONDS.fullmatch(text):
        return datetime.fromtimestamp(int(milliseconds[1]) / 1000, UTC)
    return None
