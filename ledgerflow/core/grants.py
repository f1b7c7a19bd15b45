"""What the application role may do with new tables: read and write rows, nothing else.

Here: default privileges, set before migrations so that every database (tests too) has them.
Not here: append-only tables, which take UPDATE and DELETE back (core/migrations/sql).
"""

from typing import Any

from django.db import connections

APP_ROLE = "lf_app"
ROW_RIGHTS = "SELECT, INSERT, UPDATE, DELETE"

STATEMENTS = (
    f"GRANT USAGE ON SCHEMA public TO {APP_ROLE}",
    f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT {ROW_RIGHTS} ON TABLES TO {APP_ROLE}",
    f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {APP_ROLE}",
)


def grant_defaults(*, using: str, **_: Any) -> None:
    """Give the application role row access to every table that migrations create from here on."""
    with connections[using].cursor() as cursor:
        for statement in STATEMENTS:
            cursor.execute(statement)
