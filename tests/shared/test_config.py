"""Settings come from the environment; a wrong one is named with what it holds and what it may hold."""

import stat
from pathlib import Path

import pytest

from app.config import Settings, SettingsError


def test_nothing_set_suits_one_machine(tmp_path: Path) -> None:
    settings = Settings.read({"DATA_DIR": str(tmp_path)})
    assert settings.database_url == f"sqlite:///{tmp_path}/ecampus.sqlite3"
    assert settings.uses_sqlite
    assert settings.mail_url == f"file:{tmp_path}/mail"


def test_the_secret_key_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    first = Settings.read({"DATA_DIR": str(tmp_path)}).secret_key
    assert Settings.read({"DATA_DIR": str(tmp_path)}).secret_key == first
    assert len(first) >= 32
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600


def test_postgresql_is_reached_through_psycopg(tmp_path: Path) -> None:
    settings = Settings.read({"DATA_DIR": str(tmp_path), "DATABASE_URL": "postgresql://u:p@db/x"})
    assert settings.database_url == "postgresql+psycopg://u:p@db/x"
    assert not settings.uses_sqlite


@pytest.mark.parametrize(
    ("variable", "value", "allowed"),
    [
        ("DATABASE_URL", "mysql://x", "sqlite:"),
        ("LOG_LEVEL", "LOUD", "DEBUG, INFO"),
        ("TRUSTED_PROXIES", "the proxy", "IP addresses"),
        ("SIGN_IN_DAYS", "0", "1 to 90"),
        ("MAX_IMPORT_MEGABYTES", "٥", "whole number"),
        ("SCHEDULER", "maybe", "on or off"),
        ("MAIL_URL", "http://x", "smtp:"),
    ],
)
def test_a_wrong_value_is_named_with_what_it_may_be(variable: str, value: str, allowed: str, tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match=variable) as error:
        Settings.read({"DATA_DIR": str(tmp_path), variable: value})
    assert allowed in str(error.value)


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(SettingsError) as error:
        Settings.read({"DATA_DIR": str(tmp_path), "LOG_LEVEL": "LOUD", "SECRET_KEY": "short"})
    assert len(str(error.value).splitlines()) == 2
    assert "short" not in str(error.value)


def test_what_is_shown_hides_secrets(tmp_path: Path) -> None:
    shown = Settings.read({"DATA_DIR": str(tmp_path), "DATABASE_URL": "postgresql://u:secret@db/x"}).described()
    assert "secret" not in " ".join(value for _, value, _ in shown)
    assert ("SECRET_KEY", "(set)") in [(name, value) for name, value, _ in shown]
