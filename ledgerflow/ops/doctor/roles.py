"""Check: each database role may do what it must and no more; the wall between firms stands.

Here: the rights of the owner, the backup role and the role of agents. The application's role,
row-level security and the triggers are asked as `ledgerflow verify` asks them. Not here: whether
they connect.
"""

from collections.abc import Iterator
from typing import Any

from django.db import connections

from ledgerflow.agents.grants import AGENT_RIGHTS, AGENT_ROLE
from ledgerflow.agents.role import agent_role_exists
from ledgerflow.ops.backup.target import Target
from ledgerflow.ops.doctor.finding import Installation, Said, failed, ok
from ledgerflow.ops.reachable import own_connection
from ledgerflow.pipeline.verification.database import database_checks

ROLES_PAGE = "Make the roles anew from docker/postgres/roles.sql"
MENDS = {
    "application_role": "Let DATABASE_URL name the role lf_app.",
    "row_level_security": "Restore a verified backup: `ledgerflow backup restore`.",
    "triggers": "Restore a verified backup: `ledgerflow backup restore`.",
}

OWNER_SQL = "SELECT rolcreatedb, rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = %s"

BACKUP_SQL = """
SELECT r.rolbypassrls, r.rolsuper,
       (SELECT count(*) FROM pg_class c
         WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'S')
           AND NOT CASE WHEN c.relkind = 'S' THEN has_sequence_privilege(r.oid, c.oid, 'SELECT')
                        ELSE has_table_privilege(r.oid, c.oid, 'SELECT') END),
       (SELECT count(*) FROM pg_class c
         WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
           AND has_table_privilege(r.oid, c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE'))
  FROM pg_roles r WHERE r.rolname = %s"""

AGENT_SQL = """
SELECT coalesce(array_agg(c.relname::text ORDER BY c.relname), '{}') FROM pg_class c
 WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
   AND has_table_privilege(%s, c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE')"""


def look(installation: Installation) -> Iterator[Said]:
    """The application's role and walls, the agents' role, then owner and backup where set."""
    try:
        for check in database_checks():
            if check.ok:
                yield ok(check.message)
            else:
                said = f"{check.message} {'; '.join(check.details)}"
                yield failed(said, MENDS.get(check.name, ROLES_PAGE))
        yield _agent()
    finally:
        connections["default"].close()
    target = installation.target
    if target is not None:
        with own_connection() as connection, connection.cursor() as cursor:
            yield from _owner(cursor, target)
            yield from _backup(cursor, target)


def _agent() -> Said:
    if not agent_role_exists():
        return agent(exists=False, writable=[])
    with connections["default"].cursor() as cursor:
        cursor.execute(AGENT_SQL, [AGENT_ROLE])
        return agent(exists=True, writable=cursor.fetchone()[0])


def agent(*, exists: bool, writable: list[str]) -> Said:
    """Whether the application may become the role that agents write under, and what that may."""
    if not exists:
        return failed(
            f"The role {AGENT_ROLE} is not there, or the application may not take it on: no agent"
            " can run.",
            f"{ROLES_PAGE} (a superuser runs it), then `python manage.py migrate`.",
        )
    missing = sorted(set(AGENT_RIGHTS) - set(writable))
    if missing:
        return failed(
            f"{AGENT_ROLE} may not write to {', '.join(missing)}: no agent can run.",
            "Run `python manage.py migrate` as the owner.",
        )
    excess = sorted(set(writable) - set(AGENT_RIGHTS))
    if excess:
        return failed(
            f"{AGENT_ROLE} may write to {', '.join(excess)}; it must not.",
            f"As owner: REVOKE ALL ON {', '.join(excess)} FROM {AGENT_ROLE};",
        )
    return ok(f"{AGENT_ROLE} writes suggestions and its own records, no more.")


def _owner(cursor: Any, target: Target) -> Iterator[Said]:
    if "owner" not in target.logins:
        return
    name = target.login("owner").user
    cursor.execute(OWNER_SQL, [name])
    row = cursor.fetchone()
    if row is None:
        yield failed(f"The owner role {name} does not exist.", f"{ROLES_PAGE}.")
    else:
        yield from owner(name, *row)


def _backup(cursor: Any, target: Target) -> Iterator[Said]:
    if "backup" not in target.logins:
        return
    name = target.login("backup").user
    cursor.execute(BACKUP_SQL, [name])
    row = cursor.fetchone()
    if row is None:
        yield failed(f"The backup role {name} does not exist.", f"{ROLES_PAGE}.")
    else:
        yield from backup(name, *row)


def owner(name: str, makes_databases: bool, is_above: bool) -> Iterator[Said]:
    """What the owner must and must not."""
    if not makes_databases:
        yield failed(
            f"{name} may not make databases: backups cannot be verified or restored.",
            f"As superuser: ALTER ROLE {name} CREATEDB;",
        )
    if is_above:
        yield failed(
            f"{name} is a superuser or bypasses row-level security.",
            f"As superuser: ALTER ROLE {name} NOSUPERUSER NOBYPASSRLS;",
        )
    if makes_databases and not is_above:
        yield ok(f"{name} owns and makes databases, no more.")


def backup(
    name: str, sees_all: bool, is_superuser: bool, unread: int, writable: int
) -> Iterator[Said]:
    """What the backup role must and must not."""
    if is_superuser:
        yield failed(f"{name} is a superuser.", f"As superuser: ALTER ROLE {name} NOSUPERUSER;")
    if not sees_all:
        yield failed(
            f"{name} is held by row-level security: its backups would lack every firm.",
            f"As superuser: ALTER ROLE {name} BYPASSRLS;",
        )
    if unread:
        yield failed(
            f"{name} cannot read {unread} tables or sequences.",
            f"As superuser: GRANT pg_read_all_data TO {name};",
        )
    if writable and not is_superuser:
        yield failed(
            f"{name} may write to {writable} tables; it must only read.",
            f"As owner: REVOKE INSERT, UPDATE, DELETE, TRUNCATE ON ALL TABLES IN SCHEMA public"
            f" FROM {name};",
        )
    if sees_all and not (is_superuser or unread or writable):
        yield ok(f"{name} reads every row and writes none.")
