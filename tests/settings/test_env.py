"""The environment is read in one place, typed and described."""

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

import ledgerflow
from ledgerflow.settings.env import Environment, key_fault, secret_of_variable

ROOT = Path(ledgerflow.__file__).parent


def test_every_variable_has_a_name_and_a_description():
    for name, field in Environment.model_fields.items():
        assert field.alias, name
        assert field.alias.isupper(), name
        assert (field.description or "").endswith("."), name


def test_nothing_else_reads_the_environment():
    """Setting the default settings module, and programs started with an environment, apart."""
    allowed = {"settings/env.py", "wsgi.py", "statements/containment.py"}  # the loader's own
    reads = re.compile(r"os\.(environ(\.get|\[|\b(?!\.setdefault))|getenv)")
    found = set()
    for path in ROOT.rglob("*.py"):
        name = path.relative_to(ROOT).as_posix()
        if reads.search(path.read_text(encoding="utf-8")) and name not in allowed:
            found.add(name)
    assert {n for n in found if not n.startswith(("embedded/", "cli/", "ops/"))} == set()


def test_values_are_checked(monkeypatch):
    monkeypatch.setenv("LEDGERFLOW_PORT", "70000")
    with pytest.raises(ValidationError):
        Environment()


def test_secrets_do_not_show(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://lf_app:hunter2@/x")
    monkeypatch.setenv("LEDGERFLOW_SECRET_KEY", "hunter2")
    assert "hunter2" not in repr(Environment())
    assert "hunter2" not in str(Environment().model_dump())


def test_a_variable_set_to_nothing_is_unset(monkeypatch):
    for name in ("REDIS_URL", "LEDGERFLOW_PORT", "LEDGERFLOW_EMAIL_URL"):
        monkeypatch.setenv(name, "")
    given = Environment()
    assert (given.redis_url, given.port, given.email_url) == (None, 9001, None)


def test_what_is_refused_is_not_shown(monkeypatch):
    monkeypatch.setenv("LEDGERFLOW_LOG_LEVEL", "hunter2")
    with pytest.raises(ValidationError) as caught:
        Environment()
    assert "hunter2" not in str(caught.value)


def test_a_row_s_key_is_read_by_the_name_of_its_variable(monkeypatch, tmp_path):
    monkeypatch.setenv("HARBOR_API_KEY", "sk-CANARY")
    assert secret_of_variable("HARBOR_API_KEY").get_secret_value() == "sk-CANARY"
    assert key_fault("HARBOR_API_KEY") == ""
    assert "CANARY" not in repr(secret_of_variable("HARBOR_API_KEY"))
    monkeypatch.delenv("HARBOR_API_KEY")
    assert secret_of_variable("HARBOR_API_KEY") is None
    assert key_fault("HARBOR_API_KEY") == "neither HARBOR_API_KEY nor HARBOR_API_KEY_FILE is set"
    monkeypatch.setenv("HARBOR_API_KEY_FILE", str(tmp_path / "none"))
    assert secret_of_variable("HARBOR_API_KEY") is None
    assert "cannot be read" in key_fault("HARBOR_API_KEY")


def test_no_other_variable_is_read_for_a_row(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://lf_app:hunter2@/x")
    assert secret_of_variable("DATABASE_URL") is None
    assert "ending in _API_KEY" in key_fault("DATABASE_URL")
