"""Believes `X-Forwarded-*` only from the proxies that the settings name; from anybody else they mean nothing."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from typing import TYPE_CHECKING

from werkzeug.middleware.proxy_fix import ProxyFix

from app.config import Network

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment


class TrustedProxies:
    """WSGI middleware: `ProxyFix` for requests that come from one of `networks`."""

    def __init__(self, application: WSGIApplication, networks: tuple[Network, ...]) -> None:
        self._direct = application
        self._proxied = ProxyFix(application, x_for=1, x_proto=1, x_host=1)
        self._networks = networks

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer through `ProxyFix` when the peer is a trusted proxy."""
        application = self._proxied if self._trusts(environ.get("REMOTE_ADDR", "")) else self._direct
        return application(environ, start_response)

    def _trusts(self, peer: str) -> bool:
        try:
            address = ipaddress.ip_address(peer)
        except ValueError:
            return False
        return any(address in network for network in self._networks)
