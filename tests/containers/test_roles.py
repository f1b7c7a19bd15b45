"""The database of the containers has the roles of the embedded one."""

import re

import pytest

from ledgerflow.embedded import roles
from ledgerflow.embedded.credentials import APP, BACKUP, DATABASE, OWNER
from tests.containers.composed import ROOT

FOLDER = ROOT / "docker" / "postgres"
ATTRIBUTES = re.compile(
    r"\b(?:NO)?(?:LOGIN|CREATEDB|SUPERUSER|CREATEROLE|REPLICATION|BYPASSRLS|INHERIT)\b", re.I
)


@pytest.fixture(scope="module")
def sql():
    """The file on one line, without comments."""
    return re.sub(r"\s+", " ", re.sub(r"--.*", "", (FOLDER / "roles.sql").read_text()))


def attributes(text):
    return {word.upper() for word in ATTRIBUTES.findall(text)}


def rights(sql, role):
    """All attributes that the file gives a role, whether it makes or alters it."""
    said = re.findall(rf"\bROLE \"?{role}\"?\s+([^;]*)", sql, re.I)
    assert said, f"roles.sql does not name {role}"
    return attributes(" ".join(said))


def test_each_role_has_the_embedded_roles_attributes(sql):
    assert rights(sql, OWNER) == attributes(roles.OWNER_RIGHTS)
    assert rights(sql, APP) == attributes(roles.APP_RIGHTS)
    assert rights(sql, BACKUP) == attributes(roles.BACKUP_RIGHTS)
    assert rights(sql, roles.AGENT) == attributes(roles.AGENT_RIGHTS)


def test_the_application_becomes_the_role_of_agents_and_inherits_nothing(sql):
    granted = f"GRANT {roles.AGENT} TO {APP} WITH INHERIT FALSE, SET TRUE;"
    assert granted in sql
    assert sql.count(f"{roles.AGENT} TO") == 1
    # Made before it is granted; no password, for nobody logs in as it.
    assert sql.index(f"'{roles.AGENT}'") < sql.index(granted)
    assert not re.search(rf"ROLE {roles.AGENT} [^;]*PASSWORD", sql)


def test_the_backup_role_is_in_the_same_groups(sql):
    granted = re.search(rf"GRANT ([\w, ]*pg_\w+[\w, ]*) TO \"?{BACKUP}\"?", sql, re.I)
    assert granted is not None

    def names(text):
        return {name.strip() for name in text.split(",")}

    assert names(granted[1]) == names(roles.BACKUP_MEMBERSHIPS)


def test_nobody_else_is_put_into_a_group(sql):
    others = re.findall(r"GRANT [\w, ]*pg_\w+[\w, ]* TO \"?(\w+)", sql, re.I)
    assert set(others) == {BACKUP}


def test_the_database_is_closed_to_others(sql):
    text = sql.lower()
    name = rf'(?:"?{DATABASE}"?|:"?\w+"?|%i)'
    assert re.search(rf"revoke all on database {name} from public", text)
    assert re.search(rf"grant connect, temp(?:orary)? on database {name} to {APP}", text)
    assert re.search(rf"grant connect on database {name} to {BACKUP}", text)


def test_passwords_are_variables_and_never_printed(sql):
    assert not re.findall(r"PASSWORD '", sql, re.I)
    assert "\\echo" not in sql
    scripts = [path.read_text() for path in (FOLDER / "init").glob("*.sh")]
    assert scripts
    for text in scripts:
        assert not re.search(r"^\s*set -[a-z]*x", text, re.M), "would print every password"
        assert "ON_ERROR_STOP=1" in text


def test_the_cluster_is_made_like_the_embedded_one():
    text = (ROOT / "docker-compose.prod.yml").read_text()
    text += (ROOT / "docker-compose.yml").read_text()
    for option in ("--data-checksums", "--locale-provider=builtin", "C.UTF-8", "scram-sha-256"):
        assert option in text, option
