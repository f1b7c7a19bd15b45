"""System check: the web and the worker never run as owner, superuser or a role above RLS."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags
from django.core.checks import register as register_check
from django.db import connections

ROLE_SQL = """
SELECT r.rolsuper, r.rolbypassrls,
       EXISTS (SELECT FROM pg_tables t WHERE t.schemaname = 'public'
                AND pg_has_role(r.rolname, t.tableowner, 'MEMBER'))
  FROM pg_roles r WHERE r.rolname = current_user
"""


def register() -> None:
    """Hook the role check in; it runs with `check --database default` and at `serve`."""
    register_check(application_role, Tags.database)


def application_role(*, databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    """Errors where the connected role could pass row-level security by."""
    found: list[CheckMessage] = []
    for alias in databases or ():
        connection: Any = connections[alias]
        if connection.owner_mode:
            continue
        with connection.cursor() as cursor:
            cursor.execute(ROLE_SQL)
            superuser, bypass, owner = cursor.fetchone()
        if superuser or bypass or owner:
            found.append(
                Error(
                    "The application's database role is an owner (or a member of one), a"
                    " superuser or bypasses row-level security.",
                    hint="Let DATABASE_URL name the role lf_app; migrations use"
                    " DATABASE_OWNER_URL.",
                    id="ledgerflow.E001",
                )
            )
    return found
