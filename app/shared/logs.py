"""Structured logs: one JSON object a line, with the request's id and pseudonymous ids, never a name or an address."""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

from app.config import Settings

_SECRET_PATH = re.compile(r"(/set-password/)[^\s\"'?]+")
_ADDRESS = re.compile(r"[^\s\"'<>:=,;]+@[^\s\"'<>,;]+")


def set_up(settings: Settings) -> None:
    """Send structlog's and the standard library's records to standard error in the format the settings name."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        without_addresses,
        without_secrets,
    ]
    as_json = settings.log_format == "json"
    renderer: Any = structlog.processors.JSONRenderer() if as_json else structlog.dev.ConsoleRenderer(colors=False)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processor=renderer))
    handler.set_name("e-campus")
    root = logging.getLogger()
    root.handlers = [kept for kept in root.handlers if kept.get_name() != "e-campus"] + [handler]
    logging.getLogger("app").setLevel(settings.log_level.upper())
    logging.getLogger("alembic").setLevel(logging.WARNING)
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it quotes files that people hand in; we say what is wrong


def without_addresses(_logger: object, _name: str, record: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Replace every e-mail address in a record: an exception's text may carry one that nobody meant to log."""
    for key, value in record.items():
        if isinstance(value, str) and "@" in value:
            record[key] = _ADDRESS.sub("(address)", value)
    return record


def without_secrets(_logger: object, _name: str, record: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Cut the secret out of a mailed link's path: the development server logs paths."""
    for key, value in record.items():
        if isinstance(value, str) and "/set-password/" in value:
            record[key] = _SECRET_PATH.sub(r"\1(secret)", value)
    return record


def log(name: str) -> structlog.stdlib.BoundLogger:
    """Return the logger of the module `name`."""
    logger: structlog.stdlib.BoundLogger = structlog.stdlib.get_logger(name)
    return logger


def request_id() -> str | None:
    """Return the id of the request being answered; None outside one."""
    bound = structlog.contextvars.get_contextvars().get("request_id")
    return str(bound) if bound else None
