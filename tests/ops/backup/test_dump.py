"""pg_dump and pg_restore: all or nothing, and their words without anybody's values."""

import io

import pytest

from ledgerflow.agents.grants import AGENT_RIGHTS
from ledgerflow.core.errors import InputError, OutsideError
from ledgerflow.ops.backup import dump
from ledgerflow.ops.backup.dump import definitions_of, dump_load, dumping, head_of
from ledgerflow.ops.backup.programs import Program, program
from ledgerflow.ops.backup.scratch import scratch_database
from ledgerflow.ops.backup.target import Login, Target, configured_target


@pytest.fixture
def target(db):
    return configured_target()


@pytest.fixture
def snapshot(target):
    """A connection and the snapshot that it exports."""
    with target.connection("backup") as connection, connection.transaction():
        connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield connection, connection.execute("SELECT pg_export_snapshot()").fetchone()[0]


@pytest.fixture
def data(target, snapshot):
    with dumping(target, *snapshot) as output:
        return output.read()


@pytest.fixture
def says(monkeypatch, tmp_path):
    """Replace a program by one that says something and fails."""

    def replace(name, words):
        script = tmp_path / name
        script.write_text(f"#!/bin/sh\ncat > /dev/null\necho '{words}' >&2\nexit 1\n")
        script.chmod(0o755)
        monkeypatch.setattr(dump, "program", lambda _: Program(script, "17.0"))

    return replace


def test_a_dump_restores_and_tells_its_version_and_definitions(target, snapshot, data):
    head = head_of(io.BytesIO(data))
    assert head.postgres_version == program("pg_dump").version
    assert head.definitions == definitions_of(target, *snapshot)
    with scratch_database(target, "dump") as name:
        dump_load(target, name, io.BytesIO(data))
        with target.connection("backup", name) as restored:
            count = "SELECT count(*) FROM django_migrations"
            with target.connection("backup") as live:
                wanted = live.execute(count).fetchone()
            assert restored.execute(count).fetchone() == wanted


def test_a_cut_dump_leaves_an_empty_database(target, data):
    with scratch_database(target, "dump") as name:
        with pytest.raises(InputError, match="pg_restore does not take the dump") as caught:
            dump_load(target, name, io.BytesIO(data[:-50]))
        assert caught.value.code == "backup_not_valid"
        with target.connection("owner", name) as owner:
            tables = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
            assert owner.execute(tables).fetchone() == (0,)


def test_the_source_is_read_to_its_end(target, data):
    source = io.BytesIO(data + b"more" * 1_000_000)
    with scratch_database(target, "dump") as name:
        dump_load(target, name, source)
    assert source.read() == b""


@pytest.mark.parametrize("text", [b"", b"PGDMP", b"-- PostgreSQL database dump\nSELECT 1;\n"])
def test_what_is_no_dump_has_no_head(text):
    with pytest.raises(InputError) as caught:
        head_of(io.BytesIO(text))
    assert caught.value.code == "backup_not_valid"


def test_a_body_that_fails_ends_pg_dump(target, snapshot):
    with pytest.raises(ZeroDivisionError), dumping(target, *snapshot):
        1 / 0  # noqa: B018


def test_a_wrong_snapshot_ends_in_words_and_without_the_password(target, snapshot):
    wanted = pytest.raises(OutsideError, match="pg_dump ended with 1")
    with wanted as caught, dumping(target, snapshot[0], "00000000-00000000-1") as output:
        output.read()
    assert caught.value.code == "backup_dump_failed"
    assert target.login("backup").password not in caught.value.message


def test_nobody_there_is_the_servers_fault_and_not_the_backups(data):
    nobody = Target("books", {"owner": Login("lf_owner", "hunter2", "127.0.0.1", "1")})
    with pytest.raises(OutsideError, match="server went away") as caught:
        dump_load(nobody, "books", io.BytesIO(data))
    assert caught.value.code == "database_unavailable"
    assert "hunter2" not in caught.value.message


def test_a_full_server_is_not_a_bad_backup(target, says):
    says("pg_restore", "pg_restore: error: could not extend file: No space left on device")
    with pytest.raises(OutsideError, match="no room") as caught:
        dump_load(target, "x", io.BytesIO(b"data"))
    assert caught.value.code == "backup_no_room"


def test_a_server_without_the_agents_role_is_told_how_to_get_it(target, data):
    """The dump gives rights to a role by name; here it is one that no server has."""
    with target.connection("backup") as raw, raw.transaction():
        raw.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        snapshot = raw.execute("SELECT pg_export_snapshot()").fetchone()[0]
        told = ["--format=custom", "--compress=none", f"--snapshot={snapshot}"]
        with dump._pg_dump(target, told) as output:
            elsewhere = output.read().replace(b"lf_agent", b"lf_nobdy")
    with scratch_database(target, "dump") as name:
        with pytest.raises(OutsideError, match="no role lf_nobdy") as caught:
            dump_load(target, name, io.BytesIO(elsewhere))
        assert caught.value.code == "backup_role_missing"
        assert "roles.sql" in caught.value.hint


def test_agents_write_in_a_restored_database_and_only_what_they_may(target, data):
    with scratch_database(target, "dump") as name:
        dump_load(target, name, io.BytesIO(data))
        with target.connection("owner", name) as owner:
            given = owner.execute(
                "SELECT relname, has_table_privilege('lf_agent', c.oid, 'INSERT')"
                " FROM pg_class c WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
                " AND has_table_privilege('lf_agent', c.oid, 'SELECT, INSERT, UPDATE, DELETE')"
            ).fetchall()
        assert dict(given) == dict.fromkeys(AGENT_RIGHTS, True)


def test_a_rows_value_is_not_told(target, says):
    words = 'pg_restore: error: COPY failed for table "x": ERROR:  invalid input syntax'
    says("pg_restore", f'{words} for type numeric: "QUIET HERON"')
    with pytest.raises(InputError, match="COPY failed for table") as caught:
        dump_load(target, "x", io.BytesIO(b"data"))
    assert "HERON" not in caught.value.message


def test_an_operators_extension_stays_outside(snapshot, monkeypatch):
    query = "SELECT 'pg_stat_statements'::text"
    monkeypatch.setattr(dump, "FOREIGN_EXTENSIONS", query)
    assert dump._without_foreign(snapshot[0]) == ["--exclude-extension=pg_stat_statements"]
