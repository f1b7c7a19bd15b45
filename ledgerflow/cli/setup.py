"""Making Django and the database ready, only for commands that need them.

Here: the settings default, migrations of the embedded database, a clear word where migrations
are an operator's business. `identify` and `read` never come here.
"""

import os
from functools import cache

from ledgerflow.cli.console import note
from ledgerflow.core.errors import InputError, OutsideError

SETTINGS = "ledgerflow.settings.embedded"


@cache
def django_ready() -> None:
    """Load settings and apps once. Raises InputError when the environment is not valid."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    import django
    from pydantic import ValidationError

    try:
        django.setup()
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, e['loc']))}: {e['msg']}" for e in error.errors())
        raise InputError(
            f"The environment is not valid: {wrong}.",
            code="configuration",
            hint="Correct these variables; docs/reference/settings.md explains each.",
        ) from error


@cache
def database_ready() -> None:
    """Start or join the database and bring its schema up to date.

    The embedded database is migrated at once. With DATABASE_URL that is the operator's step:
    raises OutsideError naming how many migrations wait.
    """
    django_ready()
    from django.conf import settings

    from ledgerflow.core.migrating import migrate_if_needed, pending_migrations

    if settings.DATABASE_IS_EMBEDDED:
        done = migrate_if_needed()
        if done:
            note(f"Database made ready: {len(done)} migrations.")
        return
    pending = pending_migrations()
    if pending:
        raise OutsideError(
            f"The database of DATABASE_URL lacks {len(pending)} migrations (first: {pending[0]}).",
            code="not_migrated",
            hint="Run `python manage.py migrate` with DATABASE_OWNER_URL set, then try again.",
        )
