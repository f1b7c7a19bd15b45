"""A secret may come from a file."""

import pytest
from pydantic import SecretStr, ValidationError

from ledgerflow.settings.env import Environment, environment_without, faults_of
from ledgerflow.settings.secret_files import FileFault, is_secret, secret_in

SECRETS = {
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
    "DATABASE_BACKUP_URL",
    "REDIS_URL",
    "LEDGERFLOW_SECRET_KEY",
    "LEDGERFLOW_EMAIL_URL",
}


@pytest.fixture(autouse=True)
def _nothing_set(monkeypatch):
    for name in SECRETS:
        monkeypatch.delenv(name, raising=False)


def fields_with_secrets():
    return {f.alias: n for n, f in Environment.model_fields.items() if is_secret(f)}


def test_all_that_must_not_be_shown_may_come_from_a_file():
    assert set(fields_with_secrets()) == SECRETS


@pytest.mark.parametrize("name", sorted(SECRETS))
def test_the_file_holds_the_value(name, tmp_path, monkeypatch):
    file = tmp_path / "secret"
    file.write_text("smtp://user:of-the-file@h\n", encoding="utf-8")
    monkeypatch.setenv(f"{name}_FILE", str(file))
    value = getattr(Environment(), fields_with_secrets()[name])
    assert value == SecretStr("smtp://user:of-the-file@h")


def test_a_variable_that_is_no_secret_has_no_file(tmp_path, monkeypatch):
    file = tmp_path / "port"
    file.write_text("1234", encoding="utf-8")
    monkeypatch.setenv("LEDGERFLOW_PORT_FILE", str(file))
    assert Environment().port == 9001


def test_a_value_and_a_file_at_once_are_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("REDIS_URL", "redis://:hunter2@r")
    monkeypatch.setenv("REDIS_URL_FILE", str(tmp_path / "none"))
    with pytest.raises(ValidationError) as caught:
        Environment()
    assert "both REDIS_URL and REDIS_URL_FILE are set; keep one of them" in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_an_empty_value_beside_a_file_is_no_value(tmp_path, monkeypatch):
    file = tmp_path / "redis"
    file.write_text("redis://r", encoding="utf-8")
    monkeypatch.setenv("REDIS_URL", "")
    monkeypatch.setenv("REDIS_URL_FILE", str(file))
    assert Environment().redis_url == SecretStr("redis://r")


@pytest.mark.parametrize(
    ("held", "reason"),
    [
        (None, "cannot be read: No such file or directory"),
        ("folder", "cannot be read: Is a directory"),
        (b"", "is empty"),
        (b" \r\n", "is empty"),
        (b"one\ntwo\n", "holds more than one line"),
        (b"one\0", "holds more than one line"),
        (b"\xff\xfe", "is not text in UTF-8"),
    ],
)
def test_a_file_that_cannot_be_used_is_named_with_the_reason(held, reason, tmp_path):
    file = tmp_path / "secret"
    if held == "folder":
        file.mkdir()
    elif held is not None:
        file.write_bytes(held)
    fault = secret_in(file)
    assert isinstance(fault, FileFault)
    assert fault == f"the file {file} {reason}"


def test_all_faults_come_at_once_and_the_rest_can_still_be_read(tmp_path, monkeypatch):
    for name in ("DATABASE_URL", "REDIS_URL"):
        monkeypatch.setenv(f"{name}_FILE", str(tmp_path / name))
    monkeypatch.setenv("LEDGERFLOW_PORT", "no number")
    monkeypatch.setenv("LEDGERFLOW_WEB_WORKERS", "3")
    with pytest.raises(ValidationError) as caught:
        Environment()
    wrong = faults_of(caught.value)
    assert set(wrong) == {"DATABASE_URL", "REDIS_URL", "LEDGERFLOW_PORT"}
    rest = environment_without(set(wrong))
    assert (rest.database_url, rest.port, rest.web_workers) == (None, 9001, 3)
