"""Making Django and the database ready, only for commands that need them.

Here: the settings default, migrations of the embedded database, a clear word where migrations or
the database's role are an operator's business. `identify` and `read` never come here.
"""

import os
from functools import cache

from ledgerflow.cli.console import note
from ledgerflow.core.errors import OutsideError, RuleError

SETTINGS = "ledgerflow.settings.embedded"


@cache
def django_ready() -> None:
    """Load settings and apps once. Raises ImproperlyConfigured when they cannot be used."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    import django
    from django.apps import apps

    if not apps.ready:  # a second setup would send the log to another stream
        django.setup()


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


def refuse_unsafe_role() -> None:
    """RuleError where this process would run as a role that row-level security does not hold."""
    from ledgerflow.core import checks

    for problem in checks.application_role(databases=["default"]):
        raise RuleError(str(problem.msg), code="unsafe_role", hint=str(problem.hint))


def warn_of_broken_tools() -> None:
    """A line for each tool that is switched on and will be refused; nothing stops for one."""
    from ledgerflow.agents import checks

    for problem in checks.tool_rows(databases=["default"]):
        note(f"warning: {problem.msg} {problem.hint}")
