"""What proves who somebody is, and for how long: sign-ins, mailed links, API tokens. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from app.shared.permissions import PERMISSIONS, Grant, Permission, Role

TOKEN_BYTES = 32
API_TOKEN_PREFIX = "ecampus_"  # noqa: S105 - what scanners for lost secrets look for, not a secret
API_TOKEN_DAYS = 90
LONGEST_API_TOKEN_DAYS = 366
LONGEST_TOKEN_NAME = 80


class LinkPurpose(StrEnum):
    """Why a link was mailed."""

    RESET = "reset"
    INVITATION = "invitation"


_LIFETIMES = {LinkPurpose.RESET: timedelta(hours=1), LinkPurpose.INVITATION: timedelta(days=14)}


def link_until(purpose: LinkPurpose, now: datetime) -> datetime:
    """Return until when a link that is mailed now may be used."""
    return now + _LIFETIMES[purpose]


def link_address(base_url: str, token: str) -> str:
    """Return the page on which the holder of a link sets a password."""
    return f"{base_url}/set-password/{token}"


def allowed_scopes(grants: Iterable[Grant]) -> tuple[str, ...]:
    """Return what an API token of somebody with `grants` may be limited to: what the person may do somewhere."""
    held = {permission for grant in grants for permission in PERMISSIONS[Role(grant.role)]}
    return tuple(permission.value for permission in Permission if permission in held)


def own_path(unsafe_address: str | None, default: str = "/") -> str:
    """Return an address to go on to, when it is a path of this very site; else `default` (no open redirect)."""
    address = unsafe_address or ""
    if not address.startswith("/") or address.startswith("//") or "\\" in address or not address.isprintable():
        return default
    parts = urlsplit(address)
    return default if parts.scheme or parts.netloc else address


_BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = ("Android", "iPhone", "iPad", "Windows", "Mac OS", "Linux")


def browser_name(user_agent: str) -> str:
    """Return what a person recognises of a browser's self-description: "Firefox, Windows"; or its first word."""
    browser = next((name for sign, name in _BROWSERS if f"{sign}/" in user_agent), "")
    system = next((name for name in _SYSTEMS if name in user_agent), "")
    first = re.split(r"[/\s]", user_agent, maxsplit=1)[0]
    return ", ".join(part for part in (browser, system) if part) or first
