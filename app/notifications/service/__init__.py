"""Verbs on mails: queue them with the event, send them after its commit."""

from app.notifications.service.outbox import claim, enqueue, enqueue_many, settle_failed, settle_sent
from app.notifications.service.transport import Refused, Transport, Unreachable, sender_domain, transport

__all__ = [
    "Refused",
    "Transport",
    "Unreachable",
    "claim",
    "enqueue",
    "enqueue_many",
    "sender_domain",
    "settle_failed",
    "settle_sent",
    "transport",
]
