"""Each role's address comes from the settings, and what is missing is named."""

import pytest
from django.db import connection

from ledgerflow.core.errors import DatabaseUnavailable, InputError, OutsideError
from ledgerflow.ops.backup import target as module
from ledgerflow.ops.backup.target import Login, Target, configured_target


@pytest.fixture
def target(db):
    return configured_target()


def test_each_role_connects_as_itself(target):
    assert target.database == connection.settings_dict["NAME"]
    for role, user in (("app", "lf_app"), ("owner", "lf_owner"), ("backup", "lf_backup")):
        with target.connection(role) as opened:
            assert opened.execute("SELECT current_user").fetchone() == (user,)


def test_the_backup_role_reads_every_firm_and_writes_nothing(target, books):
    with target.connection("backup") as opened:
        rights = "SELECT rolbypassrls, rolsuper FROM pg_roles WHERE rolname = current_user"
        assert opened.execute(rights).fetchone() == (True, False)
        may = "SELECT has_table_privilege('firms_firm', r) FROM unnest(%s::text[]) r"
        asked = ["SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE"]
        answers = [row[0] for row in opened.execute(may, [asked])]
        assert answers == [True, False, False, False, False]


def test_a_role_that_is_not_set_is_named_with_its_variable():
    with pytest.raises(InputError, match="DATABASE_BACKUP_URL is not set") as caught:
        Target("books", {}).login("backup")
    assert caught.value.code == "backup_role"


def test_a_silent_server_is_unavailable_without_its_password():
    nobody = Target("books", {"app": Login("lf_app", "hunter2", "127.0.0.1", "1")})
    wanted = pytest.raises(DatabaseUnavailable, match="does not answer as lf_app")
    with wanted as caught, nobody.connection("app"):
        pass
    assert "hunter2" not in caught.value.message
    assert "hunter2" not in repr(nobody)


def test_another_version_of_postgresql_is_refused(target, monkeypatch):
    monkeypatch.setattr(module, "MAJOR", 99)
    wanted = pytest.raises(OutsideError, match="is PostgreSQL 17; LedgerFlow needs 99")
    with wanted as caught, target.connection("app"):
        pass
    assert caught.value.code == "database_version"


def test_programs_get_the_address_and_no_other_secret(target, monkeypatch):
    monkeypatch.setenv("LEDGERFLOW_SECRET_KEY", "hunter2")
    given = target.environment("backup", "scratch")
    assert (given["PGUSER"], given["PGDATABASE"]) == ("lf_backup", "scratch")
    assert "LEDGERFLOW_SECRET_KEY" not in given


def test_encryption_of_the_connection_reaches_the_programs_too():
    login = Login("lf_backup", "x", "db.internal", "5432", {"sslmode": "verify-full"})
    given = Target("books", {"backup": login}).environment("backup")
    assert given["PGSSLMODE"] == "verify-full"
