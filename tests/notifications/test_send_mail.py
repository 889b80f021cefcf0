"""The sweep that sends mail: at least once, under one Message-ID, whatever the way out does."""

from collections.abc import Callable
from datetime import datetime, timedelta
from email import message_from_string
from email.policy import default
from pathlib import Path

import pytest
from flask import Flask

from app.config import Settings
from app.notifications import jobs
from app.notifications.rules import LEASE, message_id
from tests.conftest import NOW
from tests.notifications.conftest import letter, outbox, queue, written
from tests.notifications.mail_server import mail_server

Sweep = Callable[..., int | None]
Change = Callable[[str], None]
LATER = NOW + timedelta(minutes=1)


def test_a_mail_becomes_a_file(settings: Settings, sweep: Sweep) -> None:
    queue(letter())
    assert sweep() == 1
    (mail,) = written(settings.data_dir / "mail")
    assert mail["To"] == "p1@ecampus.test"
    assert mail["From"] == "e-Campus <no-reply@localhost>"
    assert mail["Subject"] == "Set a new password for e-Campus"
    assert mail["Message-ID"] == message_id("reset:1", "localhost")
    assert mail["Date"].datetime == NOW
    assert mail["Auto-Submitted"] == "auto-generated"
    assert "http://test/set-password/secret-1\n" in mail.get_content()
    assert "20 March 2022, 14:00 (Africa/Lusaka)" in mail.get_content()


def test_a_sent_mail_forgets_its_values(sweep: Sweep) -> None:
    queue(letter())
    sweep()
    (mail,) = outbox()
    assert (mail.state, mail.sent_at, mail.params, mail.last_error) == ("sent", NOW, {}, None)
    assert sweep(NOW + timedelta(days=9)) == 0


def test_a_mail_server_gets_it_over_one_connection(mail_url: Change, sweep: Sweep) -> None:
    queue(letter(1), letter(2), letter(3, params={"name": "Zoë Ångström", "link": "x", "until": NOW.isoformat()}))
    with mail_server() as server:
        mail_url(server.url)
        assert sweep() == 3
    assert [address for address, _mail in server.taken] == ["p1@ecampus.test", "p2@ecampus.test", "p3@ecampus.test"]
    raw = server.taken[2][1]
    assert raw.isascii()
    assert "Dear Zoë Ångström," in message_from_string(raw, policy=default).get_content()  # type: ignore[attr-defined]


def test_a_server_that_is_down_loses_nothing(mail_url: Change, sweep: Sweep) -> None:
    queue(letter(1), letter(2))
    mail_url("smtp://127.0.0.1:1")
    assert sweep() == 0
    assert [(mail.state, mail.attempts, mail.next_attempt_at) for mail in outbox()] == [("queued", 1, LATER)] * 2
    assert {mail.last_error for mail in outbox()} == {"ConnectionRefusedError"}
    with mail_server() as server:
        mail_url(server.url)
        assert sweep(NOW) == 0
        assert sweep(LATER) == 2
    assert {mail.state for mail in outbox()} == {"sent"}


def test_a_server_that_dies_after_data_gets_the_same_mail_again(mail_url: Change, sweep: Sweep) -> None:
    queue(letter(1), letter(2))
    with mail_server(die_after_data=1) as server:
        mail_url(server.url)
        assert sweep() == 0
        assert sweep(LATER) == 2
    ids = [message_from_string(mail)["Message-ID"] for _address, mail in server.taken]
    assert ids == [message_id("reset:1", "localhost")] * 2 + [message_id("reset:2", "localhost")]


def test_a_refused_address_does_not_hold_the_others_up(mail_url: Change, sweep: Sweep) -> None:
    queue(letter(1), letter(2))
    with mail_server(refused=("p1@ecampus.test",)) as server:
        mail_url(server.url)
        assert sweep() == 1
    assert [(mail.state, mail.last_error) for mail in outbox()] == [
        ("queued", "recipient refused (550)"),
        ("sent", None),
    ]


def test_a_mail_that_cannot_be_made_does_not_hold_the_others_up(sweep: Sweep) -> None:
    queue(letter(1, params={}), letter(2, template="no_such_template"), letter(3))
    assert sweep() == 1
    assert [mail.last_error for mail in outbox()] == ["UndefinedError", "TemplateNotFound", None]


def test_a_mail_is_given_up_in_the_end_and_forgets_its_values(mail_url: Change, sweep: Sweep) -> None:
    queue(letter())
    mail_url("smtp://127.0.0.1:1")
    now = NOW
    while outbox()[0].state == "queued":
        now = outbox()[0].next_attempt_at
        sweep(now)
    (mail,) = outbox()
    assert (mail.state, mail.attempts, mail.params) == ("failed", 20, {})
    assert now - NOW > timedelta(days=2)


def test_a_sweep_that_died_leaves_its_mails_to_the_next(
    app: Flask, sweep: Sweep, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue(letter())

    def die(*_args: object) -> int:
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(jobs, "_send", die)
        with pytest.raises(KeyboardInterrupt):
            sweep()
    assert sweep(NOW + LEASE - timedelta(seconds=1)) == 0
    assert sweep(NOW + LEASE) == 1


def test_a_folder_that_cannot_be_written_loses_nothing(mail_url: Change, sweep: Sweep, tmp_path: Path) -> None:
    (tmp_path / "a file").write_text("in the way")
    queue(letter())
    mail_url(f"file:{tmp_path / 'a file'}")
    assert sweep() == 0
    assert (outbox()[0].state, outbox()[0].last_error) == ("queued", "FileExistsError")


def test_a_batch_is_bounded(app: Flask, sweep: Sweep) -> None:
    queue(*(letter(number) for number in range(60)))
    assert [sweep(), sweep(), sweep()] == [50, 10, 0]


def test_the_same_mail_again_is_the_same_file(settings: Settings, sweep: Callable[[datetime], int]) -> None:
    queue(letter())
    sweep(NOW)
    names = sorted(path.name for path in (settings.data_dir / "mail").iterdir())
    assert len(names) == 1
    assert names[0].startswith("20220320-120000-")
