"""The roles: what each may and may not do."""

from pathlib import Path

import psycopg
import pytest

from ledgerflow import embedded
from ledgerflow.embedded.credentials import load_or_make
from ledgerflow.embedded.roles import connect_superuser, set_up

RIGHTS = """SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolcanlogin
            FROM pg_roles WHERE rolname = current_user"""


def connect(
    server: embedded.ServerAddress, *, owner: bool, database: str = ""
) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(
        host=str(server.socket_dir),
        port=server.port,
        dbname=database or server.database,
        user=server.owner_user if owner else server.app_user,
        password=server.owner_password if owner else server.app_password,
        autocommit=True,
    )


def test_neither_role_can_get_round_row_level_security(state_dir: Path) -> None:
    with embedded.running(state_dir) as server:
        with connect(server, owner=True) as owner:
            assert owner.execute(RIGHTS).fetchone() == (False, False, False, True, True)
        with connect(server, owner=False) as app:
            assert app.execute(RIGHTS).fetchone() == (False, False, False, False, True)


def test_the_owner_makes_tables_and_test_databases_and_the_app_does_not(state_dir: Path) -> None:
    with embedded.running(state_dir) as server:
        with connect(server, owner=True) as owner:
            owner.execute("CREATE TABLE kept (id bigint)")
            owner.execute("CREATE DATABASE test_ledgerflow")
        with connect(server, owner=False, database="test_ledgerflow") as app:
            assert app.execute("SELECT current_database()::text").fetchone() == ("test_ledgerflow",)
        with connect(server, owner=False) as app:
            for attempt in (
                "CREATE TABLE mine (id bigint)",
                "SELECT * FROM kept",
                "DROP TABLE kept",
                "SET ROLE lf_owner",
            ):
                with pytest.raises(psycopg.errors.InsufficientPrivilege):
                    app.execute(attempt)


def test_a_set_up_cut_short_is_finished_by_the_next_user(state_dir: Path) -> None:
    with embedded.running(state_dir) as server:
        known = load_or_make(state_dir / "credentials.json", cluster_exists=True)
        with connect_superuser(server.socket_dir, known) as boss:
            boss.execute("DROP DATABASE ledgerflow")
            boss.execute("DROP ROLE lf_app")
            set_up(boss, known)
            set_up(boss, known)
        with connect(server, owner=False) as app:
            assert app.execute("SELECT 1").fetchone() == (1,)


def test_a_wrong_password_is_refused(state_dir: Path) -> None:
    with (
        embedded.running(state_dir) as server,
        pytest.raises(psycopg.OperationalError, match="password authentication failed"),
    ):
        psycopg.connect(
            host=str(server.socket_dir),
            port=server.port,
            dbname=server.database,
            user=server.app_user,
            password=server.owner_password,
        )


ROLE_OF_AGENTS = """
SELECT r.rolcanlogin, r.rolsuper OR r.rolbypassrls OR r.rolcreaterole OR r.rolcreatedb,
       m.member::regrole::text, m.inherit_option, m.set_option
  FROM pg_roles r LEFT JOIN pg_auth_members m ON m.roleid = r.oid AND m.member = 'lf_app'::regrole
 WHERE r.rolname = 'lf_agent'"""


def test_the_application_becomes_the_role_of_agents_and_inherits_nothing(state_dir: Path) -> None:
    with embedded.running(state_dir) as server:
        with connect(server, owner=True) as owner:
            assert owner.execute(ROLE_OF_AGENTS).fetchone() == (
                False, False, "lf_app", False, True,
            )  # fmt: skip
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                owner.execute("SET ROLE lf_agent")
            owner.execute("CREATE TABLE said (id bigint)")
            owner.execute("GRANT INSERT ON said TO lf_agent")
        with connect(server, owner=False) as app:
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute("INSERT INTO said VALUES (1)")
            app.execute("SET ROLE lf_agent")
            app.execute("INSERT INTO said VALUES (1)")


def test_a_cluster_of_an_earlier_release_gets_the_role_when_it_is_started(state_dir: Path) -> None:
    with embedded.running(state_dir) as server:
        known = load_or_make(state_dir / "credentials.json", cluster_exists=True)
        with connect_superuser(server.socket_dir, known) as boss:
            boss.execute("DROP ROLE lf_agent")
            boss.execute("COMMENT ON DATABASE ledgerflow IS 'LedgerFlow set-up 2'")
        with connect(server, owner=False) as app:
            app.execute("SELECT 1")
    with embedded.running(state_dir) as server:
        with connect(server, owner=True) as owner:
            assert owner.execute(ROLE_OF_AGENTS).fetchone() is not None
        with connect(server, owner=False) as app:
            app.execute("SET ROLE lf_agent")
            assert app.execute("SELECT current_user::text").fetchone() == ("lf_agent",)
