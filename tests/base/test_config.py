"""Does a wrong setting stop the start with a sentence, and without a secret?"""

from pathlib import Path

import pytest

from tracker.base.config import Settings, read_settings


def test_a_setting_comes_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_PORT", "9090")
    assert read_settings().port == 9090


def test_each_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRACKER_PORT", "veel")
    monkeypatch.setenv("TRACKER_LANGUAGE", "fr")
    with pytest.raises(SystemExit) as stopped:
        read_settings()
    assert "TRACKER_PORT" in str(stopped.value)
    assert "TRACKER_LANGUAGE" in str(stopped.value)
    assert "'veel'" in str(stopped.value)


def test_secrets_do_not_show(tmp_path: Path) -> None:
    settings = Settings(instance=tmp_path, smtp_password="geheim-1", imap_password="geheim-2")
    assert "geheim" not in repr(settings)


def test_sqlite_in_the_instance_unless_a_database_is_named(tmp_path: Path) -> None:
    assert Settings(instance=tmp_path).database == f"sqlite:///{tmp_path}/tracker.db"
    named = "postgresql+psycopg://x@db.example/x"
    assert Settings(database_url=named).database == named
    assert Settings(instance=tmp_path).outbox_path == tmp_path / "outbox"
