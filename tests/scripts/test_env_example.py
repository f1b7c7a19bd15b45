"""`.env.example` explains every variable there is; `.env.dev` sets none that is not there."""

import re
import sys
from pathlib import Path

import pytest

import ledgerflow
from ledgerflow.settings.env import Environment

ROOT = Path(ledgerflow.__file__).parents[1]


@pytest.fixture(autouse=True)
def _scripts(monkeypatch):
    monkeypatch.syspath_prepend(str(ROOT / "scripts"))
    yield
    for name in ("env_example", "settings_doc", "variables"):
        sys.modules.pop(name, None)


def aliases():
    return {str(field.alias) for field in Environment.model_fields.values()}


def explained():
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    return re.findall(r"^#([A-Z_]+)=", text, re.MULTILINE)


def test_the_file_is_what_the_settings_say():
    import env_example

    current = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert current == env_example.text(), "run: make reference"


def test_every_variable_stands_in_one_group():
    from variables import GROUPS

    listed = [name for names in GROUPS.values() for name in names]
    assert sorted(listed) == sorted(aliases())


def test_every_variable_of_settings_and_compose_is_explained_once():
    from variables import COMPOSE

    assert sorted(explained()) == sorted(aliases() | {one.name for one in COMPOSE})


def test_nothing_in_it_is_set():
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if line and not line.startswith("#")] == []


def test_lines_are_not_too_long():
    for name in (".env.example", ".env.dev"):
        lines = (ROOT / name).read_text(encoding="utf-8").splitlines()
        assert [line for line in lines if len(line) > 100] == []


def test_development_sets_only_variables_that_are_explained():
    text = (ROOT / ".env.dev").read_text(encoding="utf-8")
    names = re.findall(r"^([A-Z_]+)=", text, re.MULTILINE)
    assert len(names) == len(set(names)) > 15
    assert set(names) - set(explained()) == set()


def test_what_compose_asks_for_is_explained():
    asked = set()
    for path in ROOT.glob("docker-compose*.yml"):
        asked |= set(re.findall(r"\$\{([A-Z_]+)", path.read_text(encoding="utf-8")))
    assert asked - set(explained()) == set()


def test_the_passwords_of_development_fit_together():
    """The database's container sets what the application uses."""
    text = (ROOT / ".env.dev").read_text(encoding="utf-8")
    given = dict(line.split("=", 1) for line in text.splitlines() if re.match(r"[A-Z]", line))
    for role, url in (("APP", "URL"), ("OWNER", "OWNER_URL"), ("BACKUP", "BACKUP_URL")):
        login = f"//lf_{role.lower()}:{given[f'LEDGERFLOW_{role}_PASSWORD']}@postgres:5432/"
        assert login in given[f"DATABASE_{url}"]
