"""Databases beside the one of the tests, and what is in them.

Here: listing and dropping them, digests to compare, an entry that changes the books. Not here:
fixtures (conftest.py).
"""

from contextlib import contextmanager

import psycopg
from django.db import connections

from ledgerflow.ops.backup.digests import digests_of
from ledgerflow.ops.backup.scratch import drop_database
from ledgerflow.ops.backup.swap import database_reopen
from ledgerflow.ops.backup.target import MAINTENANCE

NAMES_SQL = "SELECT datname FROM pg_database WHERE starts_with(datname, %s) ORDER BY datname"


def databases(target):
    """The names of all databases whose names begin with the target's."""
    with target.connection("owner", MAINTENANCE) as owner:
        return [row[0] for row in owner.execute(NAMES_SQL, [target.database]).fetchall()]


def drop_beside(target):
    """Leave nothing but the test database itself, taking connections."""
    database_reopen(target)
    for name in databases(target):
        if name != target.database:
            drop_database(target, name)


def contents(target, database=None):
    """Tables, balances and audit trail as digests; sequences, which may run ahead, left out."""
    with target.connection("backup", database, autocommit=False) as connection:
        found = digests_of(connection)
    return found.tables, found.trial_balance, found.audit_chain


def rename_firm(target, name):
    """Change one row, as the owner of the books would; returns the new contents."""
    with target.connection("owner") as owner, owner.transaction():
        firm = owner.execute("SELECT min(id) FROM lf_firm_ids() AS f(id)").fetchone()[0]
        owner.execute("SELECT set_config('app.firm_id', %s, true)", [str(firm)])
        done = owner.execute("UPDATE firms_firm SET name = %s WHERE id = %s", [name, firm])
        assert done.rowcount == 1
    return contents(target)


@contextmanager
def somebody_connected(target, database=None, program="psql"):
    """Another program's session, until the end of the block."""
    login = target.login("app")
    session = psycopg.connect(
        host=login.host,
        port=login.port,
        user=login.user,
        password=login.password,
        dbname=database or target.database,
        application_name=program,
        autocommit=True,
    )
    try:
        yield session
    finally:
        session.close()


def leave():
    """End this process's own sessions, so that nobody is connected."""
    connections.close_all()
