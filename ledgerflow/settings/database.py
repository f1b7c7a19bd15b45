"""How DATABASES comes about: a given address, or the embedded server on first use.

Here: the settings dictionary. Not here: starting PostgreSQL (embedded/) or switching roles
(core/backend). The embedded server starts when the first connection is opened, so that
settings load without any service.
"""

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from ledgerflow.settings.env import Environment

ENGINE = "ledgerflow.core.backend"
OWNER_ROLE = "lf_owner"
APP_ROLE = "lf_app"


def database_settings(env: Environment) -> dict[str, Any]:
    """The `default` database for this environment."""
    common: dict[str, Any] = {
        "ENGINE": ENGINE,
        "CONN_MAX_AGE": 0,
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "ATOMIC_REQUESTS": True,
        "OPTIONS": {},
    }
    if env.database_url is None:
        return common | {"NAME": "ledgerflow", "USER": APP_ROLE, "RESOLVE": embedded_address}
    given = _parse(env.database_url.get_secret_value())
    if env.database_owner_url is not None:
        given["OWNER"] = _role(env.database_owner_url.get_secret_value())
    if env.database_backup_url is not None:
        given["BACKUP"] = _role(env.database_backup_url.get_secret_value())
    return common | given


def embedded_address() -> dict[str, Any]:
    """Start or join the embedded server; what the backend needs to connect."""
    from ledgerflow import embedded
    from ledgerflow.settings.env import environment

    env = environment()
    server = embedded.ensure(env.state_dir, env.postgres_bin_dir)
    return {
        "HOST": str(server.socket_dir),
        "PORT": str(server.port),
        "USER": server.app_user,
        "PASSWORD": server.app_password,
        "OWNER": {"USER": server.owner_user, "PASSWORD": server.owner_password},
        "BACKUP": {"USER": server.backup_user, "PASSWORD": server.backup_password},
    }


def _role(url: str) -> dict[str, Any]:
    """Who and where, without the database's name, which tests change."""
    return {key: value for key, value in _parse(url).items() if key != "NAME"}


def _parse(url: str) -> dict[str, Any]:
    try:
        parts = conninfo_to_dict(url)
    except ProgrammingError as error:
        raise ImproperlyConfigured(
            "DATABASE_URL must look like postgresql://user:password@host:5432/name."
        ) from error
    named = {"NAME": "dbname", "USER": "user", "PASSWORD": "password", "HOST": "host"}
    return {key: str(parts.get(name) or "") for key, name in named.items()} | {
        "PORT": str(parts.get("port") or "")
    }
