"""How to reach the database that is backed up or restored, as each of its roles.

Here: addresses and passwords for psycopg and for PostgreSQL's programs. Not here: finding the
programs (programs.py) or any query. Works for the embedded server, for Docker and for any other
PostgreSQL 17: settings name it, and it need not exist yet.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

import psycopg
from django.db import connections
from psycopg import pq

from ledgerflow.core.errors import DatabaseUnavailable, InputError, OutsideError
from ledgerflow.embedded.binaries import MAJOR
from ledgerflow.ops.backup.programs import inherited_environment

Role = Literal["app", "owner", "backup"]
VARIABLES: dict[Role, str] = {
    "app": "DATABASE_URL",
    "owner": "DATABASE_OWNER_URL",
    "backup": "DATABASE_BACKUP_URL",
}
CONNECT_SECONDS = 10
MAINTENANCE = "postgres"
"""The database to connect to while the books' own is made, renamed or dropped."""

# Texts of values, and so digests, must not depend on anybody's settings.
FIXED = (
    "-c timezone=UTC -c datestyle=ISO -c intervalstyle=postgres -c extra_float_digits=1"
    " -c bytea_output=hex -c statement_timeout=0 -c lock_timeout=0"
    " -c idle_in_transaction_session_timeout=0 -c transaction_timeout=0 -c idle_session_timeout=0"
)


@dataclass(frozen=True)
class Login:
    """One role's address and password; `options` are libpq's others, such as sslmode."""

    user: str
    password: str = field(repr=False)
    host: str
    port: str
    options: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True)
class Target:
    """One database and who may do what there: app, owner (makes, renames), backup (reads all)."""

    database: str
    logins: dict[Role, Login]

    def login(self, role: Role) -> Login:
        """InputError("backup_role") names the variable that is missing."""
        found = self.logins.get(role)
        if found is None:
            raise InputError(
                f"This needs the database's {role} role, and {VARIABLES[role]} is not set.",
                code="backup_role",
                hint=f"Set {VARIABLES[role]}; docs/howto/set-up-production.md shows the roles.",
            )
        return found

    @contextmanager
    def connection(
        self, role: Role, database: str | None = None, **options: Any
    ) -> Iterator[psycopg.Connection[Any]]:
        """A connection of its own, closed at the end; autocommit unless told otherwise.

        DatabaseUnavailable where the server does not answer.
        """
        login = self.login(role)
        try:
            opened = psycopg.connect(
                host=login.host or None,
                port=login.port or None,
                user=login.user,
                password=login.password,
                dbname=database or self.database,
                connect_timeout=CONNECT_SECONDS,
                application_name="ledgerflow backup",
                options=FIXED,
                autocommit=options.pop("autocommit", True),
                **(dict(login.options) | options),
            )
        except psycopg.OperationalError as error:
            raise DatabaseUnavailable(
                f"The database {database or self.database} does not answer as {login.user}:"
                f" {str(error).strip().splitlines()[0]}",
                hint=f"Check {VARIABLES[role]} and that PostgreSQL runs.",
            ) from error
        with opened:
            _refuse_other_version(opened.info.server_version)
            yield opened

    def environment(self, role: Role, database: str | None = None) -> dict[str, str]:
        """What PostgreSQL's programs need; the password travels nowhere else."""
        login = self.login(role)
        named = {
            "PGHOST": login.host,
            "PGPORT": login.port,
            "PGUSER": login.user,
            "PGPASSWORD": login.password,
            "PGDATABASE": database or self.database,
            "PGCONNECT_TIMEOUT": str(CONNECT_SECONDS),
            "PGOPTIONS": FIXED,
            "PGAPPNAME": "ledgerflow backup",
        } | {VARIABLE_OF[key]: value for key, value in login.options.items() if key in VARIABLE_OF}
        return inherited_environment() | {key: value for key, value in named.items() if value}


def _refuse_other_version(number: int) -> None:
    if number // 10_000 != MAJOR:
        raise OutsideError(
            f"The database is PostgreSQL {number // 10_000}; LedgerFlow needs {MAJOR}.",
            code="database_version",
            hint=f"Point DATABASE_URL at a PostgreSQL {MAJOR}; move the data with pg_upgrade.",
        )


# libpq's own names: sslmode -> PGSSLMODE, and so on.
VARIABLE_OF = {
    one.keyword.decode(): one.envvar.decode()
    for one in pq.Conninfo.get_defaults()
    if one.envvar is not None
}


def configured_target(alias: str = "default") -> Target:
    """The database of the settings; starts or joins the embedded server where that is in use."""
    connection: Any = connections[alias]
    connection.resolve_address()
    settings = connection.settings_dict
    app = _login(settings, {})
    logins: dict[Role, Login] = {"app": app}
    if settings.get("OWNER"):
        logins["owner"] = _login(settings, settings["OWNER"])
    if settings.get("BACKUP"):
        logins["backup"] = _login(settings, settings["BACKUP"])
    return Target(str(settings["NAME"]), logins)


def _login(settings: dict[str, Any], own: dict[str, Any]) -> Login:
    known = settings | own
    user, password, host, port = (known[key] for key in ("USER", "PASSWORD", "HOST", "PORT"))
    options = {key: str(value) for key, value in known["OPTIONS"].items() if key in VARIABLE_OF}
    return Login(str(user), str(password), str(host), str(port), options)
