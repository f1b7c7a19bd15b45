"""The database role that an agent's answers are written under.

Here: taking it on for a part of a transaction. Not here: its rights (grants.py). The role may
insert suggestions and complete its own records; PostgreSQL refuses everything else.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from psycopg.pq import TransactionStatus

from ledgerflow.agents.grants import AGENT_ROLE
from ledgerflow.core.errors import OutsideError


@contextmanager
def agent_role() -> Iterator[None]:
    """Be `lf_agent` inside; only within a transaction. OutsideError where there is no such role."""
    if not connection.in_atomic_block:
        raise RuntimeError("agent_role() is for transactions: SET LOCAL ends with one")
    refuse_without_role()
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {AGENT_ROLE}")
    try:
        yield
    finally:
        # In a broken transaction nothing can be said any more; its rollback ends the role too.
        if connection.connection.info.transaction_status == TransactionStatus.INTRANS:
            with connection.cursor() as cursor:
                cursor.execute("RESET ROLE")


def refuse_without_role() -> None:
    """OutsideError where the database has no role of agents: nothing is asked then."""
    if not agent_role_exists():
        raise OutsideError(
            "The database has no role lf_agent, under which agents write.",
            code="no_agent_role",
            hint="Run docker/postgres/roles.sql as a superuser, then `manage.py migrate`.",
        )


def agent_role_exists() -> bool:
    """True where the server has the role and this login may take it on."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = %s"
            " AND pg_has_role(session_user, oid, 'SET'))",
            [AGENT_ROLE],
        )
        return bool(cursor.fetchone()[0])
