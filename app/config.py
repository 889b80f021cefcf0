"""Every setting: its environment variable, its default, its unit. `flask doctor` prints this list.

A wrong value stops the start with a message that names the variable, what it holds and what it may hold.
"""

from __future__ import annotations

import ipaddress
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent.parent
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class SettingsError(Exception):
    """One or more environment variables hold what the system cannot use; the message has a line for each."""


def _setting(default: str, meaning: str, read: Callable[[str], Any] = str) -> Any:  # noqa: ANN401 - as dataclasses.field
    return field(default_factory=lambda: read(default), metadata={"default": default, "meaning": meaning, "read": read})


def _one_of(*allowed: str) -> Callable[[str], str]:
    def read(raw: str) -> str:
        if raw.lower() not in {word.lower() for word in allowed}:
            raise ValueError("one of " + ", ".join(allowed))
        return raw

    return read


def _url(*schemes: str) -> Callable[[str], str]:
    def read(raw: str) -> str:
        if raw and urlsplit(raw).scheme not in schemes:
            raise ValueError("an address that starts with " + ", ".join(f"{scheme}:" for scheme in schemes))
        return raw

    return read


def _whole(minimum: int, maximum: int) -> Callable[[str], int]:
    def read(raw: str) -> int:
        if not (raw.isascii() and raw.isdigit() and minimum <= int(raw) <= maximum):
            raise ValueError(f"a whole number from {minimum} to {maximum}")
        return int(raw)

    return read


def _networks(raw: str) -> tuple[Network, ...]:
    try:
        return tuple(ipaddress.ip_network(part.strip()) for part in raw.split(",") if part.strip())
    except ValueError:
        raise ValueError("IP addresses or networks with commas between, like 127.0.0.1, 10.0.0.0/8") from None


def _switch(raw: str) -> bool:
    if raw.lower() not in {"on", "off"}:
        raise ValueError("on or off")
    return raw.lower() == "on"


_DATABASES = ("sqlite", "postgresql", "postgresql+psycopg")


@dataclass(frozen=True, kw_only=True)
class Settings:
    """The settings of one running system. Read them with `Settings.read(os.environ)`."""

    data_dir: Path = _setting("var", "folder for database, mail, files and the secret key", ROOT.joinpath)
    database_url: str = _setting("", "sqlite:///FILE or postgresql://...; empty: a file in DATA_DIR", _url(*_DATABASES))
    secret_key: str = _setting(
        "", "signs cookies and links; empty: made once and kept in DATA_DIR (32 characters at least)"
    )
    base_url: str = _setting(
        "http://127.0.0.1:8000", "the address people use, without a slash at the end", _url("http", "https")
    )
    mail_url: str = _setting(
        "",
        "smtp://user:password@host:port, smtps://..., file:FOLDER; empty: a folder in DATA_DIR",
        _url("smtp", "smtps", "file"),
    )
    mail_from: str = _setting("e-Campus <no-reply@localhost>", "sender of every mail")
    storage_url: str = _setting("", "folder for files that people hand in, or s3://bucket/prefix; empty: in DATA_DIR")
    redis_url: str = _setting("", "limits shared by several nodes; empty: a file in DATA_DIR", _url("redis", "rediss"))
    trusted_proxies: tuple[Network, ...] = _setting("", "addresses of proxies whose headers count", _networks)
    log_level: str = _setting("INFO", "DEBUG, INFO, WARNING or ERROR", _one_of("DEBUG", "INFO", "WARNING", "ERROR"))
    log_format: str = _setting("json", "json, or console for people", _one_of("json", "console"))
    scheduler: bool = _setting("on", "on: this process may run timed jobs", _switch)
    max_import_megabytes: int = _setting("50", "largest file that an import reads, MB", _whole(1, 1000))
    sign_in_days: int = _setting("14", "how long a sign-in lasts, days", _whole(1, 90))
    outbox_batch: int = _setting("50", "mails sent in one sweep", _whole(1, 1000))

    @classmethod
    def read(cls, environ: Mapping[str, str]) -> Settings:
        """Return the settings that `environ` makes; raise `SettingsError` with a line for every wrong variable."""
        values: dict[str, Any] = {}
        faults: list[str] = []
        for spec in fields(cls):
            variable = spec.name.upper()
            raw = environ.get(variable, "").strip() or str(spec.metadata["default"])
            try:
                values[spec.name] = spec.metadata["read"](raw)
            except ValueError as error:
                shown = "(hidden)" if spec.name in _SECRET else repr(raw)
                faults.append(f"{variable} is {shown}, but must be {error}")
        secret = environ.get("SECRET_KEY", "").strip()
        if secret and len(secret) < _SECRET_LENGTH:
            faults.append(f"SECRET_KEY has {len(secret)} characters, but must have {_SECRET_LENGTH} or more")
        if faults:
            raise SettingsError("\n".join(faults))
        return cls(**values).completed()

    def completed(self) -> Settings:
        """Return the settings with every empty default worked out from `data_dir`."""
        folder = self.data_dir
        url = self.database_url or f"sqlite:///{folder / 'ecampus.sqlite3'}"
        if url.startswith("postgresql://"):
            url = url.replace("postgresql://", "postgresql+psycopg://", 1)
        values = {spec.name: getattr(self, spec.name) for spec in fields(self)}
        values |= {
            "database_url": url,
            "base_url": self.base_url.rstrip("/"),
            "mail_url": self.mail_url or f"file:{folder / 'mail'}",
            "storage_url": self.storage_url or str(folder / "files"),
            "secret_key": self.secret_key or _kept_secret(folder / "secret-key"),
        }
        return Settings(**values)

    @property
    def uses_sqlite(self) -> bool:
        """Whether the database is a file of this machine."""
        return self.database_url.startswith("sqlite")

    def described(self) -> list[tuple[str, str, str]]:
        """Return (variable, value with secrets hidden, meaning) for every setting."""
        return [
            (spec.name.upper(), _shown(spec.name, getattr(self, spec.name)), spec.metadata["meaning"])
            for spec in fields(self)
        ]


_SECRET = frozenset({"secret_key", "database_url", "mail_url", "redis_url"})
_SECRET_LENGTH = 32


def _shown(name: str, value: object) -> str:
    if name == "secret_key":
        return "(set)"
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, tuple):
        return ", ".join(str(part) for part in value)
    raw = str(value)
    if name in _SECRET and "@" in raw:
        before, after = raw.rsplit("@", 1)
        return f"{before.split('://', 1)[0]}://(hidden)@{after}"
    return raw


def _kept_secret(path: Path) -> str:
    """Return the secret kept in `path`; make it, readable by its owner only, when there is none."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("x") as file:
            path.chmod(0o600)
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text().strip()
