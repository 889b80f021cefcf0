"""Where mails go: files in a folder, or an SMTP server. The address comes from `MAIL_URL`."""

from __future__ import annotations

import os
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from pathlib import Path
from typing import Protocol
from urllib.parse import SplitResult, unquote, urlsplit

from app.notifications.documents import Mail
from app.notifications.rules import ClaimedMail

TIMEOUT = 20
_SMTP, _SMTPS = 25, 465
_SUBMISSION = 587
_THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})


class Refused(Exception):
    """The server did not take this mail. It is tried again whatever the code: a wrong setting says 550 as well."""


class Unreachable(Exception):
    """The mail server or folder cannot be used at all just now."""


class Transport(Protocol):
    """Takes mails one after the other."""

    def send(self, mail: ClaimedMail, content: Mail, sender: str) -> None:
        """Hand one mail over for good. Raises `Refused`, `Unreachable`."""


@contextmanager
def transport(url: str) -> Iterator[Transport]:
    """Open the way that `url` names and close it afterwards. Raises `Unreachable`."""
    parts = urlsplit(url)
    if parts.scheme == "file":
        yield _Folder(Path(url.removeprefix("file:")))
        return
    client = _connected(parts)
    try:
        yield _Server(client)
    finally:
        client.close()


def sender_domain(sender: str) -> str:
    """Return the domain of an address like `e-Campus <no-reply@host>`."""
    return parseaddr(sender)[1].rpartition("@")[2] or "localhost"


class _Folder:
    """Writes each mail to a file named for its time and Message-ID; the same mail again overwrites its file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def send(self, mail: ClaimedMail, content: Mail, sender: str) -> None:
        raw = _message(mail, content, sender, encoding="8bit").as_bytes()
        name = mail.message_id.strip("<>").partition("@")[0]
        target = self._folder / f"{mail.created_at:%Y%m%d-%H%M%S}-{name[:16]}.eml"
        unfinished = target.with_suffix(f".{os.getpid()}.part")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            unfinished.write_bytes(raw)
            unfinished.replace(target)
        except OSError as error:
            raise Unreachable(type(error).__name__) from error


class _Server:
    """Speaks SMTP over one connection for a whole sweep."""

    def __init__(self, client: smtplib.SMTP) -> None:
        self._client = client

    def send(self, mail: ClaimedMail, content: Mail, sender: str) -> None:
        message = _message(mail, content, sender, encoding="quoted-printable")
        try:
            self._client.send_message(message, from_addr=parseaddr(sender)[1], to_addrs=[mail.address])
        except smtplib.SMTPRecipientsRefused as error:
            code = next(iter(error.recipients.values()))[0]
            raise Refused(f"recipient refused ({code})") from error
        except smtplib.SMTPServerDisconnected as error:
            raise Unreachable(_said(error)) from error
        except smtplib.SMTPException as error:
            raise Refused(_said(error)) from error
        except OSError as error:
            raise Unreachable(_said(error)) from error


def _message(mail: ClaimedMail, content: Mail, sender: str, *, encoding: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = sender
    message["To"] = mail.address
    message["Subject"] = content.subject
    message["Date"] = format_datetime(mail.created_at)
    message["Message-ID"] = mail.message_id
    message["Content-Language"] = mail.language
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(content.body, cte=encoding)
    return message


def _connected(parts: SplitResult) -> smtplib.SMTP:
    host, secure = parts.hostname or "localhost", ssl.create_default_context()
    try:
        if parts.scheme == "smtps":
            client: smtplib.SMTP = smtplib.SMTP_SSL(host, parts.port or _SMTPS, timeout=TIMEOUT, context=secure)
        else:
            client = smtplib.SMTP(host, parts.port or (_SUBMISSION if parts.username else _SMTP), timeout=TIMEOUT)
        client.ehlo()
        if parts.scheme == "smtp" and (parts.username or client.has_extn("starttls")) and host not in _THIS_MACHINE:
            client.starttls(context=secure)
            client.ehlo()
        if parts.username:
            client.login(unquote(parts.username), unquote(parts.password or ""))
    except (smtplib.SMTPException, OSError) as error:
        raise Unreachable(_said(error)) from error
    return client


def _said(error: Exception) -> str:
    """Return the kind of error and its code, without the server's words: they may quote an address."""
    code = getattr(error, "smtp_code", None)
    return f"{type(error).__name__} ({code})" if code else type(error).__name__
