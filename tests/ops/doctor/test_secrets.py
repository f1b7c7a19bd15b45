"""Secrets are there, strong, and for nobody else to read."""

import pytest

from ledgerflow.ops.doctor import secrets
from ledgerflow.ops.doctor.finding import Installation

PROD, EMBEDDED = "ledgerflow.settings.prod", "ledgerflow.settings.embedded"


@pytest.mark.parametrize(
    ("module", "deployment", "debug", "state"),
    [
        (PROD, "prod", False, "ok"),
        (PROD, "prod", True, "failed"),
        (EMBEDDED, "prod", False, "failed"),
        (EMBEDDED, "local", False, "ok"),
        ("ledgerflow.settings.dev", "dev", True, "ok"),
    ],
)
def test_production_must_run_with_the_settings_that_refuse_weak_secrets(
    module, deployment, debug, state
):
    assert secrets.configuration(module, deployment, debug=debug).state == state


@pytest.mark.parametrize(
    ("used", "embedded", "states"),
    [("made", True, ["ok"]), ("made", False, ["warning"]), ("given", False, [])],
)
def test_a_generated_key_is_pointed_out(tmp_path, used, embedded, states):
    (tmp_path / "secret_key").write_text("made\n")
    assert [s.state for s in secrets.key(tmp_path, used, embedded=embedded)] == states


def test_no_generated_key_is_nothing_to_tell(tmp_path):
    assert list(secrets.key(tmp_path, "given", embedded=False)) == []


@pytest.mark.parametrize(("mode", "state"), [(0o600, "ok"), (0o640, "failed"), (0o604, "failed")])
def test_a_file_that_others_may_read_is_named_with_the_command(tmp_path, mode, state):
    path = tmp_path / "credentials.json"
    path.write_text("{}")
    path.chmod(mode)
    said = list(secrets.modes([path]))
    assert [one.state for one in said] == [state]
    assert said[0].remedy == ("" if state == "ok" else f"chmod 600 {path}")


def test_the_files_of_this_installation_are_looked_at(settings, tmp_path, monkeypatch):
    settings.STATE_DIR = tmp_path / "state"
    settings.STATE_DIR.mkdir()
    monkeypatch.setattr(secrets, "PROJECT_ROOT", tmp_path)
    (tmp_path / ".env.prod").write_text("A=1")
    (tmp_path / ".env.prod").chmod(0o644)
    said = list(secrets.look(Installation(None)))
    assert [one.state for one in said] == ["ok", "failed"]
    assert ".env.prod" in said[1].what
