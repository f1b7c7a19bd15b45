"""Backup and restore in the production project, by the three scripts in the project's root."""

import json

import pytest

from tests.docker.conftest import EMAIL, PASSWORD
from tests.docker.projects import wait_until

FOLDER = "archives/docker_archive/database_backups"
COUNTS = """
SELECT (SELECT count(*) FROM statements_banktransaction), (SELECT count(*) FROM firms_user),
       (SELECT count(*) FROM statements_statementfile)
"""

# What no role of ours may do: triggers off, then every row that hangs on the statements.
LOSS = """
SET session_replication_role = replica;
SET app.allow_truncate = 'on';
TRUNCATE statements_banktransaction, statements_statementfile CASCADE
"""


@pytest.fixture(scope="module")
def backup(prod, business):
    """The name of a full backup, made and verified by the script."""
    prod.run("./backup_database.sh", "full", seconds=300)
    newest = max((prod.folder / FOLDER).glob("ledgerflow_prod_*_full.manifest.json"))
    return newest.name.removesuffix(".manifest.json")


def shows_the_statement(business, visitor):
    """Right after a swap the pooler may still hand out a connection that was ended."""

    def shown():
        try:
            visitor.sign_in(EMAIL, PASSWORD)
        except AssertionError:
            return False
        return "savings.csv" in visitor.get(business.page).body

    return wait_until(shown, 20, "the statement is shown")


def test_a_backup_is_verified_by_a_restore(prod, backup):
    done = prod.run("./verify_backup.sh", "latest", seconds=300)
    assert f"{backup}: restored and compared equal" in done.stdout
    assert prod.sql("SELECT count(*) FROM pg_database WHERE datname LIKE '%scratch%'") == "0"


def test_the_doctor_finds_nothing_broken(prod, backup):
    told = prod.compose("exec", "-T", "backup", "ledgerflow", "doctor", "--json", ok=False)
    found = json.loads(told.stdout)
    assert [one for one in found["findings"] if one["state"] == "failed"] == []
    assert told.returncode == 0


def test_a_damaged_backup_is_found(prod, backup):
    dump = next((prod.folder / FOLDER).glob(f"{backup}.dump*"))
    whole = dump.read_bytes()
    try:
        dump.write_bytes(whole[: len(whole) // 2] + bytes([whole[len(whole) // 2] ^ 1])
                         + whole[len(whole) // 2 + 1 :])  # fmt: skip
        done = prod.run("./verify_backup.sh", backup, ok=False, seconds=300)
    finally:
        dump.write_bytes(whole)
    assert done.returncode != 0


def test_another_name_replaces_nothing(prod, backup):
    before = prod.sql(COUNTS)
    done = prod.run("./restore_db_force_v2.sh", backup, "--yes-replace", "other", ok=False)
    assert done.returncode != 0
    assert prod.sql(COUNTS) == before


def test_lost_rows_come_back_on_a_running_system(prod, backup, business, visitor):
    before = prod.sql(COUNTS)
    prod.sql(LOSS)
    assert prod.sql(COUNTS) != before
    prod.run("./restore_db_force_v2.sh", backup, "--yes-replace", "ledgerflow", seconds=400)
    assert prod.sql(COUNTS) == before
    prod.wait_healthy()
    assert shows_the_statement(business, visitor)
    aside = prod.sql("SELECT count(*) FROM pg_database WHERE datname LIKE 'ledgerflow_before_%'")
    assert aside == "1"
    assert list((prod.folder / FOLDER).glob("*pre-restore.manifest.json"))


def test_a_database_that_is_gone_comes_back(prod, backup, business, visitor):
    before = prod.sql(COUNTS)
    prod.compose("stop", "proxy", "web", "worker-statements", "worker-agents", "worker-upkeep")
    prod.sql("DROP DATABASE ledgerflow WITH (FORCE)", "postgres")
    prod.run("./restore_db_force_v2.sh", backup, "--yes-replace", "ledgerflow", seconds=400)
    assert prod.sql(COUNTS) == before
    prod.compose("up", "-d", "--wait", seconds=240)
    prod.wait_healthy()
    assert shows_the_statement(business, visitor)
