"""What must be equal after a restore, computed by PostgreSQL itself.

Here: a digest of every table's rows, of the sequences, of the trial balance and of the audit
trail, in one transaction. Not here: comparing two (comparing.py). Texts of values depend on
session settings, which target.py fixes.
"""

import hashlib
from collections.abc import Iterable
from typing import Any

import psycopg
from psycopg import sql

from ledgerflow.ops.backup.manifest import Digests, TableDigest

# Tables of an operator's extension are not part of the dump.
TABLES = """
    SELECT c.relname FROM pg_class c
     WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
       AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass
                          AND d.objid = c.oid AND d.deptype = 'e')
     ORDER BY c.relname COLLATE "C"
"""
SEQUENCES = """
    SELECT sequencename, coalesce(last_value, start_value - increment_by)
      FROM pg_sequences WHERE schemaname = 'public'
"""
# `.*` is the whole row even where a column is called so too. A sum does not depend on the
# order of rows, and counts equal rows each.
ROWS = """
    SELECT count(*), coalesce(sum(hashtextextended((one_row.*)::text, 0)::numeric), 0)::text
      FROM public.{} AS one_row
"""
BALANCES = """
    SELECT concat_ws('|', firm_id, business_id, account_id, currency, sum(amount))
      FROM public.ledger_journalline
     GROUP BY firm_id, business_id, account_id, currency
     ORDER BY firm_id, business_id, account_id, currency COLLATE "C"
"""
EVENTS = (
    "SELECT firm_id, (event.*)::text FROM public.audit_auditevent AS event ORDER BY firm_id, id"
)
SEALS = """
    SELECT DISTINCT ON (firm_id) firm_id, sequence || ':' || encode(hash, 'hex')
      FROM public.audit_seal ORDER BY firm_id, sequence DESC
"""
MIGRATIONS = """
    SELECT app || '.' || name FROM public.django_migrations ORDER BY app || '.' || name COLLATE "C"
"""
BATCH = 2000


def digests_of(connection: psycopg.Connection[Any]) -> Digests:
    """Digest all tables of schema public as the caller's transaction sees them.

    Needs a role that reads every row. Sequences do not keep to transactions: theirs are the
    values of this moment. Raises psycopg.Error.
    """
    with connection.transaction():
        # One backup must not take the processors from those who work.
        connection.execute("SET LOCAL max_parallel_workers_per_gather = 0")
        return Digests(
            sequences=sequences_of(connection),
            tables={name: _table(connection, name) for name in _tables(connection)},
            trial_balance=_trial_balance(connection),
            audit_chain=_audit_chain(connection),
            seals=_newest_seals(connection),
        )


def sequences_of(connection: psycopg.Connection[Any]) -> dict[str, int]:
    """Every sequence's last value now; one below the first where none was drawn."""
    return {str(name): int(value) for name, value in connection.execute(SEQUENCES).fetchall()}


def migrations_of(connection: psycopg.Connection[Any]) -> tuple[str, ...]:
    """The applied migrations as "app.name", sorted; () where the table is not there."""
    if not _exists(connection, "django_migrations"):
        return ()
    return tuple(str(name) for (name,) in connection.execute(MIGRATIONS).fetchall())


def _tables(connection: psycopg.Connection[Any]) -> list[str]:
    return [str(name) for (name,) in connection.execute(TABLES).fetchall()]


def _table(connection: psycopg.Connection[Any], name: str) -> TableDigest:
    found = connection.execute(sql.SQL(ROWS).format(sql.Identifier(name))).fetchall()
    rows, digest = found[0]  # an aggregate always gives one row
    return TableDigest(int(rows), str(digest))


def _trial_balance(connection: psycopg.Connection[Any]) -> str:
    if not _exists(connection, "ledger_journalline"):
        return ""
    return _sha256(line for (line,) in _streamed(connection, BALANCES))


def _audit_chain(connection: psycopg.Connection[Any]) -> str:
    """Each event's digest holds the one before it, so none can go or move unseen."""
    if not _exists(connection, "audit_auditevent"):
        return ""
    heads: dict[int, bytes] = {}
    for firm, event in _streamed(connection, EVENTS):
        heads[firm] = hashlib.sha256(heads.get(firm, b"") + event.encode()).digest()
    return _sha256(f"{firm}:{head.hex()}" for firm, head in sorted(heads.items()))


def _newest_seals(connection: psycopg.Connection[Any]) -> dict[str, str]:
    if not _exists(connection, "audit_seal"):
        return {}
    return {str(firm): str(seal) for firm, seal in connection.execute(SEALS).fetchall()}


def _exists(connection: psycopg.Connection[Any], table: str) -> bool:
    found = connection.execute("SELECT to_regclass(%s)", [f"public.{table}"]).fetchone()
    return found is not None and found[0] is not None


def _streamed(connection: psycopg.Connection[Any], query: str) -> Iterable[tuple[Any, ...]]:
    with connection.cursor(name="digest") as cursor:
        cursor.itersize = BATCH
        cursor.execute(query)
        yield from cursor


def _sha256(lines: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for line in lines:
        digest.update(line.encode() + b"\n")
    return digest.hexdigest()
