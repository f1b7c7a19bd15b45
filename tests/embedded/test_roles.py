"""The two roles: what each may and may not do."""

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
